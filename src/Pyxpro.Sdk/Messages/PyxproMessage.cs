using System.Collections;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>
/// The fields of one message of the protocol, the guide's dataset M (guide 4): names and values, in ordinal order of
/// the names. It is immutable, and no name occurs twice.
/// </summary>
/// <remarks>
/// A field of zero length counts as absent wherever the protocol reads it, and is not signed.
/// <see cref="object.ToString"/> does not show the fields, because they can hold a payer's data. System.Text.Json can
/// write a message but not read one: keep the bytes, and decode them again.
/// </remarks>
[DebuggerDisplay("{Count} fields")]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "It is a message first.")]
public sealed class PyxproMessage : IReadOnlyCollection<KeyValuePair<string, string>>
{
    private readonly KeyValuePair<string, string>[] _fields;

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
        foreach (var (name, value) in _fields)
        {
            if (name is null || !FieldName.IsValid(name))
            {
                throw new ArgumentException(
                    $"'{name}' is not a field name: an ASCII letter or underscore, then letters, digits, '_', '-' and "
                    + $"'.', {MessageLimits.MaxNameLength} characters at most.",
                    nameof(fields));
            }

            if (value is null)
            {
                throw new ArgumentException($"The field '{name}' is null; leave it out or empty.", nameof(fields));
            }
        }

        Array.Sort(_fields, static (x, y) => string.CompareOrdinal(x.Key, y.Key));
        for (var i = 1; i < _fields.Length; i++)
        {
            if (_fields[i].Key == _fields[i - 1].Key)
            {
                throw new ArgumentException($"The field '{_fields[i].Key}' occurs twice.", nameof(fields));
            }
        }
    }

    private PyxproMessage(KeyValuePair<string, string>[] sortedFields) => _fields = sortedFields;

    /// <summary>Gets the number of fields.</summary>
    public int Count => _fields.Length;

    internal ReadOnlySpan<KeyValuePair<string, string>> Fields => _fields;

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

        for (int low = 0, high = _fields.Length - 1; low <= high;)
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
        ((IEnumerable<KeyValuePair<string, string>>)_fields).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Takes over fields that are sorted, unique and legal.</summary>
    internal static PyxproMessage FromSorted(KeyValuePair<string, string>[] fields) => new(fields);
}
