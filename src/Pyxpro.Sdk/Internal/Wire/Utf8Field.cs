using System.Buffers.Binary;

namespace Pyxpro.Sdk.Internal;

/// <summary>One field of a <see cref="FieldBuffer"/>. Ordered by name.</summary>
internal readonly struct Utf8Field : IComparable<Utf8Field>
{
    private readonly byte[] _buffer;
    private readonly ulong _prefix;
    private readonly int _nameStart;
    private readonly int _nameLength;
    private readonly int _valueStart;
    private readonly int _valueLength;

    /// <param name="buffer">Holds the name and the value, and <see cref="PrefixLength"/> bytes from where the name
    /// starts.</param>
    /// <param name="nameStart">Where the name starts.</param>
    /// <param name="nameLength">How long it is: 1 at least.</param>
    /// <param name="valueStart">Where the value starts.</param>
    /// <param name="valueLength">How long it is.</param>
    public Utf8Field(byte[] buffer, int nameStart, int nameLength, int valueStart, int valueLength)
    {
        _buffer = buffer;
        _nameStart = nameStart;
        _nameLength = nameLength;
        _valueStart = valueStart;
        _valueLength = valueLength;
        _prefix = ReadPrefix(buffer.AsSpan(nameStart), nameLength);
    }

    /// <summary>Gets how many bytes of a name are compared at once.</summary>
    public static int PrefixLength => sizeof(ulong);

    public ReadOnlySpan<byte> Name => _buffer.AsSpan(_nameStart, _nameLength);

    public ReadOnlySpan<byte> Value => _buffer.AsSpan(_valueStart, _valueLength);

    public int NameLength => _nameLength;

    public int CompareTo(Utf8Field other) => Compare(this, other);

    // By reference, because a field is large.
    public static int Compare(in Utf8Field x, in Utf8Field y) =>
        x._prefix != y._prefix ? (x._prefix < y._prefix ? -1 : 1) : x.Name.SequenceCompareTo(y.Name);

    // The first bytes as a number, padded with zeros: it orders names as the bytes do, for no name holds a zero.
    private static ulong ReadPrefix(ReadOnlySpan<byte> text, int nameLength)
    {
        const int BitsOfByte = 8;
        var prefix = BinaryPrimitives.ReadUInt64BigEndian(text);
        var excess = PrefixLength - nameLength;

        return excess > 0 ? prefix >> (excess * BitsOfByte) << (excess * BitsOfByte) : prefix;
    }
}
