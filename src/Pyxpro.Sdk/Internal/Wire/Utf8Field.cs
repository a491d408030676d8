namespace Pyxpro.Sdk.Internal;

/// <summary>One field of a <see cref="FieldBuffer"/>: its value follows its name in the buffer. Ordered by
/// name.</summary>
internal readonly struct Utf8Field : IComparable<Utf8Field>
{
    private readonly byte[] _buffer;
    private readonly int _start;
    private readonly int _nameLength;
    private readonly int _valueLength;

    public Utf8Field(byte[] buffer, int start, int nameLength, int valueLength)
    {
        _buffer = buffer;
        _start = start;
        _nameLength = nameLength;
        _valueLength = valueLength;
    }

    public ReadOnlySpan<byte> Name => _buffer.AsSpan(_start, _nameLength);

    public ReadOnlySpan<byte> Value => _buffer.AsSpan(_start + _nameLength, _valueLength);

    public int CompareTo(Utf8Field other) => Name.SequenceCompareTo(other.Name);
}
