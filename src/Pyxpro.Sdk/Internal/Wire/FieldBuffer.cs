using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Pyxpro.Sdk.Internal;

/// <summary>
/// The fields of one message as UTF-8 in pooled memory: what is signed, verified, written and read.
/// Nothing in it is a string, so that a forged message costs no allocation. Whoever makes one disposes it.
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

    /// <summary>Makes a buffer that holds a copy of XML, to be read into fields where it stands: no escape is shorter
    /// than what it stands for, so that a value never reaches what has not been read yet.</summary>
    public static FieldBuffer CopyOf(ReadOnlySpan<byte> xml, out ReadOnlySpan<byte> copy)
    {
        var buffer = new FieldBuffer(xml.Length, MessageLimits.MaxFields);
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

        // Nearly all values are ASCII, which is sooner written.
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

    /// <summary>Begins a field whose name stands in the buffer; its value follows by <see cref="Keep"/> and
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

    /// <summary>Adds text to the value that stands in the buffer after all that the value has so far.</summary>
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
    public readonly bool TrySort() => FieldOrder.TrySort(_fields.AsSpan(0, _count));

    /// <summary>Puts the last field in its place among the others, which are in order.</summary>
    public readonly void SortLast() => FieldOrder.SortLast(_fields.AsSpan(0, _count));

    /// <summary>Returns a field's value, empty when the field is absent: the protocol does not tell the two
    /// apart.</summary>
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

    /// <summary>Makes strings of the fields. They must be sorted and their names unique.</summary>
    public readonly PyxproMessage ToMessage()
    {
        var fields = new KeyValuePair<string, string>[_count];
        for (var i = 0; i < fields.Length; i++)
        {
            ref readonly var field = ref _fields[i];
            fields[i] = new(KnownNames.GetString(field.Name), GetString(field.Value));
        }

        return PyxproMessage.FromSorted(fields);
    }

    // Nearly all values are ASCII, for which Latin-1 says the same and is sooner done. The most usual one is shared.
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
}
