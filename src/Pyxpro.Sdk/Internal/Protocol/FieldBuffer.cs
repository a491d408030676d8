using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;

namespace Pyxpro.Sdk.Internal;

/// <summary>
/// The fields of one message as UTF-8 in pooled memory: what is signed, verified, written and read. It holds no
/// strings, so that a forged message costs no allocation. The caller that makes one disposes it.
/// </summary>
internal struct FieldBuffer : IDisposable
{
    private byte[] _bytes;
    private Utf8Field[] _fields;
    private int _count;
    private int _end;
    private int _nameStart;
    private int _nameLength;
    private int _valueStart;

    /// <param name="capacity">The bytes that all names and values together can need at most.</param>
    /// <param name="fieldCapacity">The fields that there can be at most.</param>
    public FieldBuffer(int capacity, int fieldCapacity)
    {
        _bytes = ArrayPool<byte>.Shared.Rent(capacity + Utf8Field.PrefixLength);
        _fields = ArrayPool<Utf8Field>.Shared.Rent(fieldCapacity);
    }

    public readonly ReadOnlySpan<Utf8Field> Fields => _fields.AsSpan(0, _count);

    /// <summary>Gets the number of bytes that all names and values take, or a few more.</summary>
    public readonly int Length => _end;

    /// <summary>Gets the names and values of fields that were added, one right after the other.</summary>
    public readonly ReadOnlySpan<byte> Text => _bytes.AsSpan(0, _end);

    /// <summary>Makes a buffer of a message's fields, with room for a nonce and a signature.</summary>
    /// <exception cref="ArgumentException">A value is not well-formed UTF-16, or all are too large.</exception>
    public static FieldBuffer From(PyxproMessage message)
    {
        const int RoomForNonceAndSign = 128;
        const long MaxBytesOfCharacter = 3;
        var capacity = (long)RoomForNonceAndSign;
        foreach (ref readonly var field in message.Fields)
        {
            capacity += field.Key.Length + (MaxBytesOfCharacter * field.Value.Length);
        }

        if (capacity > Array.MaxLength - Utf8Field.PrefixLength)
        {
            throw new ArgumentException("The message is too large to be signed or written.", nameof(message));
        }

        var buffer = new FieldBuffer((int)capacity, message.Count + 2);
        try
        {
            foreach (ref readonly var field in message.Fields)
            {
                buffer.Add(field.Key, field.Value);
            }
        }
        catch
        {
            buffer.Dispose();
            throw;
        }

        return buffer;
    }

    /// <summary>Makes a buffer that holds a copy of XML, to be decoded in place. No escape is shorter than what it
    /// means, so a value never reaches what has not been read yet.</summary>
    public static FieldBuffer CopyOf(ReadOnlySpan<byte> xml, out ReadOnlySpan<byte> copy)
    {
        var buffer = new FieldBuffer(xml.Length, FieldLimits.MaxFields);
        xml.CopyTo(buffer._bytes);
        copy = buffer._bytes.AsSpan(0, xml.Length);

        return buffer;
    }

    /// <summary>Adds a field with an ASCII name.</summary>
    /// <exception cref="ArgumentException">The value is not well-formed UTF-16.</exception>
    public void Add(string name, string value)
    {
        BeginField(name);
        var room = _bytes.AsSpan(_end);

        // The fast path: nearly all values are ASCII.
        if (Ascii.FromUtf16(value, room, out var written) != OperationStatus.Done
            && Utf8.FromUtf16(value, room, out _, out written, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            throw new ArgumentException($"The field '{name}' holds half of a surrogate pair, which is not text.", name);
        }

        _end += written;
        EndField();
    }

    /// <summary>Adds a field with an ASCII name.</summary>
    public void Add(string name, ReadOnlySpan<byte> value)
    {
        BeginField(name);
        Append(value);
        EndField();
    }

    /// <summary>Begins a field whose name is in the buffer; its value follows by <see cref="Keep"/> and
    /// <see cref="Append(byte)"/>, its end by <see cref="EndField"/>.</summary>
    public void BeginField(int nameStart, int nameLength)
    {
        _nameStart = nameStart;
        _nameLength = nameLength;
        _valueStart = _end = nameStart + nameLength;
    }

    private void BeginField(string name)
    {
        var nameStart = _end;
        Ascii.FromUtf16(name, _bytes.AsSpan(nameStart), out var nameLength);
        BeginField(nameStart, nameLength);
    }

    /// <summary>Adds text that is in the buffer, after what the value has so far.</summary>
    public void Keep(int start, int length)
    {
        if (_end == _valueStart)
        {
            // The usual value is of one piece, and stays where it is.
            _valueStart = _end = start;
        }
        else
        {
            _bytes.AsSpan(start, length).CopyTo(_bytes.AsSpan(_end));
        }

        _end += length;
    }

    /// <summary>Adds text to the value.</summary>
    public void Append(ReadOnlySpan<byte> text)
    {
        text.CopyTo(_bytes.AsSpan(_end));
        _end += text.Length;
    }

    public void Append(byte character) => _bytes[_end++] = character;

    public void EndField() =>
        _fields[_count++] = new Utf8Field(_bytes, _nameStart, _nameLength, _valueStart, _end - _valueStart);

    /// <summary>Puts the fields in ordinal order of their names.</summary>
    /// <returns><see langword="false"/> if a name occurs twice.</returns>
    public readonly bool TrySort()
    {
        var fields = _fields.AsSpan(0, _count);
        var isSorted = IsAscending(fields);
        if (!isSorted)
        {
            // Rare: most messages come in order.
            fields.Sort();
        }

        return isSorted || IsAscending(fields);
    }

    /// <summary>Moves the last field to its place among the others, which are in order.</summary>
    public readonly void SortLast()
    {
        for (var i = _count - 1; i > 0 && Utf8Field.Compare(_fields[i - 1], _fields[i]) > 0; i--)
        {
            (_fields[i - 1], _fields[i]) = (_fields[i], _fields[i - 1]);
        }
    }

    /// <summary>Returns a field's value, empty when the field is absent: the protocol does not distinguish the
    /// two.</summary>
    public readonly ReadOnlySpan<byte> Find(string name)
    {
        foreach (ref readonly var field in Fields)
        {
            if (field.NameLength == name.Length && Ascii.Equals(field.Name, name))
            {
                return field.Value;
            }
        }

        return default;
    }

    /// <summary>Says whether a value can be read as more than one signed field: see <see cref="FieldInjection"/>.
    /// Allocates nothing.</summary>
    public readonly bool HasInjection()
    {
        // Most messages hold no ampersand at all, and one search is faster than one in each value.
        if (!Text.Contains((byte)'&'))
        {
            return false;
        }

        foreach (ref readonly var field in Fields)
        {
            if (FieldInjection.IsPresent(field.Value))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Makes strings of the fields. They must be sorted and their names unique.</summary>
    public readonly PyxproMessage ToMessage()
    {
        var fields = new KeyValuePair<string, string>[_count];
        for (var i = 0; i < fields.Length; i++)
        {
            ref readonly var field = ref _fields[i];
            fields[i] = new(FieldNames.GetString(field.Name), GetString(field.Value));
        }

        return PyxproMessage.FromSorted(fields);
    }

    // The fast path: nearly all values are ASCII, for which Latin-1 gives the same. The most frequent one is shared.
    private static string GetString(ReadOnlySpan<byte> value) =>
        value is [(byte)'0'] ? "0"
        : Ascii.IsValid(value) ? Encoding.Latin1.GetString(value)
        : Encoding.UTF8.GetString(value);

    public void Dispose()
    {
        _fields.AsSpan(0, _count).Clear();
        ArrayPool<Utf8Field>.Shared.Return(_fields);
        ArrayPool<byte>.Shared.Return(_bytes);
        this = default;
    }

    private static bool IsAscending(ReadOnlySpan<Utf8Field> fields)
    {
        for (var i = 1; i < fields.Length; i++)
        {
            if (Utf8Field.Compare(fields[i - 1], fields[i]) >= 0)
            {
                return false;
            }
        }

        return true;
    }
}

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

    // The first bytes as a number, padded with zeros. It orders names as the bytes do, because no name holds a zero.
    private static ulong ReadPrefix(ReadOnlySpan<byte> text, int nameLength)
    {
        const int BitsOfByte = 8;
        var prefix = BinaryPrimitives.ReadUInt64BigEndian(text);
        var excess = PrefixLength - nameLength;

        return excess > 0 ? prefix >> (excess * BitsOfByte) << (excess * BitsOfByte) : prefix;
    }
}
