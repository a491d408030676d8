using System.Collections;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>
/// The fields of one message of the protocol, the guide's dataset M (guide 4): names and values, in ordinal order of
/// the names. It is immutable, and no name occurs twice.
/// </summary>
/// <remarks>
/// A field of zero length counts as absent wherever the protocol reads it, and is not signed.
/// <see cref="object.ToString"/> does not show the fields, because they can hold a payer's data. In JSON a message is
/// an object of strings, which System.Text.Json can write and read, also with source generation. To store a
/// notification, store its message. To read it back, encode the message with <see cref="XmlMessageCodec"/> and parse it
/// again, which verifies its signature again.
/// </remarks>
[DebuggerDisplay("{Count} fields")]
[JsonConverter(typeof(Converter))]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is a message first.")]
public sealed class PyxproMessage : IReadOnlyCollection<KeyValuePair<string, string>>
{
    // What comes after the count is unused.
    private readonly KeyValuePair<string, string>[] _fields;
    private readonly int _count;

    /// <summary>Makes a message of fields, in any order.</summary>
    /// <param name="fields">The names and values. A name is an ASCII letter or underscore, then letters, digits and
    /// <c>_ - .</c>, 64 characters at most.</param>
    /// <exception cref="ArgumentNullException"><paramref name="fields"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A name occurs twice or is not a name, or a value is
    /// <see langword="null"/>.</exception>
    public PyxproMessage(IEnumerable<KeyValuePair<string, string>> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);

        _fields = [.. fields];
        _count = _fields.Length;
        Sort(_fields, nameof(fields));
    }

    private PyxproMessage(KeyValuePair<string, string>[] fields, int count)
    {
        _fields = fields;
        _count = count;
    }

    /// <summary>Gets the number of fields.</summary>
    public int Count => _count;

    internal ReadOnlySpan<KeyValuePair<string, string>> Fields => _fields.AsSpan(0, _count);

    /// <summary>Gets the value of a field.</summary>
    /// <param name="name">The wire name, such as <c>out_trade_no</c>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is <see langword="null"/>.</exception>
    /// <exception cref="KeyNotFoundException">There is no such field.</exception>
    public string this[string name] => TryGetValue(name, out var value)
        ? value
        : throw new KeyNotFoundException($"The message has no field '{name}'.");

    /// <summary>Gets the value of a field, if there is one.</summary>
    /// <param name="name">The wire name, such as <c>out_trade_no</c>.</param>
    /// <param name="value">The value exactly as it was signed, or <see langword="null"/>.</param>
    /// <returns><see langword="true"/> if the message has the field, though it may be empty.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="name"/> is <see langword="null"/>.</exception>
    public bool TryGetValue(string name, [NotNullWhen(true)] out string? value)
    {
        ArgumentNullException.ThrowIfNull(name);

        for (int low = 0, high = _count - 1; low <= high;)
        {
            var middle = (low + high) >>> 1;
            var order = string.CompareOrdinal(_fields[middle].Key, name);
            if (order == 0)
            {
                value = _fields[middle].Value;
                return true;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        value = null;

        return false;
    }

    /// <summary>Returns an enumerator of the fields, in ordinal order of their names.</summary>
    public IEnumerator<KeyValuePair<string, string>> GetEnumerator() =>
        new ArraySegment<KeyValuePair<string, string>>(_fields, 0, _count).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Makes a message of fields that are sorted, unique and legal.</summary>
    internal static PyxproMessage FromSorted(KeyValuePair<string, string>[] fields) => new(fields, fields.Length);

    /// <summary>Makes a message of the first fields of an array, in any order.</summary>
    /// <exception cref="ArgumentException">As of the constructor.</exception>
    internal static PyxproMessage FromUnsorted(KeyValuePair<string, string>[] fields, int count)
    {
        Sort(fields.AsSpan(0, count), nameof(fields));

        return new PyxproMessage(fields, count);
    }

    private static void Sort(Span<KeyValuePair<string, string>> fields, string parameterName)
    {
        foreach (ref readonly var field in fields)
        {
            if (field.Key is null || !FieldNames.IsValid(field.Key))
            {
                throw new ArgumentException(
                    $"'{field.Key}' is not a field name: an ASCII letter or underscore, then letters, digits, '_', '-' "
                    + $"and '.', {FieldNames.MaxLength} characters at most.",
                    parameterName);
            }

            if (field.Value is null)
            {
                throw new ArgumentException(
                    $"The field '{field.Key}' is null; leave it out or empty.", parameterName);
            }
        }

        fields.Sort(static (x, y) => string.CompareOrdinal(x.Key, y.Key));
        for (var i = 1; i < fields.Length; i++)
        {
            if (fields[i].Key == fields[i - 1].Key)
            {
                throw new ArgumentException($"The field '{fields[i].Key}' occurs twice.", parameterName);
            }
        }
    }

    /// <summary>Writes a message as a JSON object of strings, and reads it back.</summary>
    [SuppressMessage(
        "Design", "CA1034:Nested types should not be visible", Justification = "Generated code must see it.")]
    public sealed class Converter : JsonConverter<PyxproMessage>
    {
        /// <inheritdoc/>
        public override PyxproMessage Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType != JsonTokenType.StartObject)
            {
                throw new JsonException("A message is a JSON object of strings.");
            }

            var fields = new List<KeyValuePair<string, string>>();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var name = reader.GetString()!;
                fields.Add(reader.Read() && reader.TokenType == JsonTokenType.String
                    ? new(name, reader.GetString()!)
                    : throw new JsonException("A field of a message is a string."));
            }

            try
            {
                return new PyxproMessage(fields);
            }
            catch (ArgumentException exception)
            {
                throw new JsonException("The fields are not those of a message.", exception);
            }
        }

        /// <inheritdoc/>
        public override void Write(Utf8JsonWriter writer, PyxproMessage value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            foreach (ref readonly var field in value.Fields)
            {
                writer.WriteString(field.Key, field.Value);
            }

            writer.WriteEndObject();
        }
    }
}
