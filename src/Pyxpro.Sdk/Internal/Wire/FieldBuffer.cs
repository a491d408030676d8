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
    private int _length;
    private int _count;
    private int _start;
    private int _nameLength;

    /// <param name="capacity">The bytes that all names and values together can need at most.</param>
    /// <param name="fieldCapacity">The fields that there can be at most.</param>
    public FieldBuffer(int capacity, int fieldCapacity)
    {
        _bytes = ArrayPool<byte>.Shared.Rent(capacity);
        _fields = ArrayPool<Utf8Field>.Shared.Rent(fieldCapacity);
    }

    public readonly ReadOnlySpan<Utf8Field> Fields => _fields.AsSpan(0, _count);

    /// <summary>Gets the number of bytes that all names and values take.</summary>
    public readonly int Length => _length;

    /// <summary>Makes a buffer of a message's fields, with room for a nonce and a signature.</summary>
    /// <exception cref="ArgumentException">A value is not well-formed UTF-16, or all are too large.</exception>
    public static FieldBuffer From(PyxproMessage message)
    {
        const int RoomForNonceAndSign = 128;
        const long MaxBytesOfCharacter = 3;
        var capacity = (long)RoomForNonceAndSign;
        foreach (var (name, value) in message.Fields)
        {
            capacity += name.Length + (MaxBytesOfCharacter * value.Length);
        }

        if (capacity > Array.MaxLength)
        {
            throw new ArgumentException("The message is too large to be signed or written.", nameof(message));
        }

        var buffer = new FieldBuffer((int)capacity, message.Count + 2);
        try
        {
            foreach (var (name, value) in message.Fields)
            {
                buffer.Add(name, value);
            }
        }
        catch
        {
            buffer.Dispose();
            throw;
        }

        return buffer;
    }

    /// <summary>Adds a field with an ASCII name.</summary>
    /// <exception cref="ArgumentException">The value is not well-formed UTF-16.</exception>
    public void Add(string name, string value)
    {
        _start = _length;
        _nameLength = Encoding.ASCII.GetBytes(name, _bytes.AsSpan(_length));
        _length += _nameLength;

        var status = Utf8.FromUtf16(
            value, _bytes.AsSpan(_length), out _, out var written, replaceInvalidSequences: false);
        if (status != OperationStatus.Done)
        {
            throw new ArgumentException($"The field '{name}' holds half of a surrogate pair, which is not text.", name);
        }

        _length += written;
        EndField();
    }

    /// <summary>Begins a field; its value follows by <see cref="Append"/>, its end by <see cref="EndField"/>.</summary>
    public void BeginField(ReadOnlySpan<byte> name)
    {
        _start = _length;
        _nameLength = name.Length;
        Append(name);
    }

    public void Append(ReadOnlySpan<byte> value)
    {
        value.CopyTo(_bytes.AsSpan(_length));
        _length += value.Length;
    }

    public void EndField() =>
        _fields[_count++] = new Utf8Field(_bytes, _start, _nameLength, _length - _start - _nameLength);

    /// <summary>Puts the fields in ordinal order of their names.</summary>
    public readonly void Sort() => _fields.AsSpan(0, _count).Sort();

    /// <summary>Returns a field's value, empty when the field is absent: the protocol does not tell the two
    /// apart.</summary>
    public readonly ReadOnlySpan<byte> Find(string name)
    {
        foreach (ref readonly var field in Fields)
        {
            if (Ascii.Equals(field.Name, name))
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
            fields[i] = new(KnownNames.GetString(field.Name), Encoding.UTF8.GetString(field.Value));
        }

        return PyxproMessage.FromSorted(fields);
    }

    public void Dispose()
    {
        _fields.AsSpan(0, _count).Clear();
        ArrayPool<Utf8Field>.Shared.Return(_fields);
        ArrayPool<byte>.Shared.Return(_bytes);
        this = default;
    }
}
