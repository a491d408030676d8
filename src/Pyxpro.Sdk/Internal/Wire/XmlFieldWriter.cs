using System.Buffers;

namespace Pyxpro.Sdk.Internal;

/// <summary>Writes fields as the gateway's flat XML, in the order in which they stand in the buffer.</summary>
internal static class XmlFieldWriter
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create("&<>\r"u8);

    /// <summary>Makes sure that fields can be written and be read back as they were.</summary>
    /// <returns>The number of bytes that <see cref="Write"/> writes.</returns>
    /// <exception cref="ArgumentException">They cannot.</exception>
    public static int Measure(ReadOnlySpan<Utf8Field> fields)
    {
        if (fields.Length is 0 or > MessageLimits.MaxFields)
        {
            throw new ArgumentException(
                $"The message has {fields.Length} fields; a message has 1 to {MessageLimits.MaxFields}.");
        }

        var length = (long)"<xml></xml>".Length;
        foreach (ref readonly var field in fields)
        {
            EnsureWritable(field);
            length += "<></>".Length + (2 * field.Name.Length) + MeasureEscaped(field.Value);
        }

        return length <= MessageLimits.MaxBytes
            ? (int)length
            : throw new ArgumentException(
                $"The message takes {length} bytes of XML; a message has at most {MessageLimits.MaxBytes}.");
    }

    /// <summary>Writes fields that have been measured.</summary>
    public static void Write(ReadOnlySpan<Utf8Field> fields, Span<byte> output)
    {
        output = Put(output, "<xml>"u8);
        foreach (ref readonly var field in fields)
        {
            output = Put(Put(Put(output, "<"u8), field.Name), ">"u8);
            output = PutEscaped(output, field.Value);
            output = Put(Put(Put(output, "</"u8), field.Name), ">"u8);
        }

        Put(output, "</xml>"u8);
    }

    /// <summary>Returns why a value cannot be written and read back as it was, or null.</summary>
    public static string? FindFault(ReadOnlySpan<byte> value) =>
        !XmlText.IsValid(value) ? "holds a character that XML does not allow, such as a control character"
        : FieldBoundary.IsCrossedBy(value)
            ? "holds '&', a field's name and '=', which would make the signature ambiguous"
        : null;

    private static void EnsureWritable(in Utf8Field field)
    {
        var fault = FieldName.IsMisspeltSign(field.Name)
            ? "is named like 'sign' in other letters"
            : FindFault(field.Value);

        if (fault is not null)
        {
            var name = KnownNames.GetString(field.Name);
            throw new ArgumentException($"The field '{name}' {fault}.", name);
        }
    }

    private static long MeasureEscaped(ReadOnlySpan<byte> value)
    {
        var length = (long)value.Length;
        for (int next; (next = value.IndexOfAny(Escaped)) >= 0; value = value[(next + 1)..])
        {
            length += Escape(value[next]).Length - 1;
        }

        return length;
    }

    private static Span<byte> PutEscaped(Span<byte> output, ReadOnlySpan<byte> value)
    {
        for (int next; (next = value.IndexOfAny(Escaped)) >= 0; value = value[(next + 1)..])
        {
            output = Put(Put(output, value[..next]), Escape(value[next]));
        }

        return Put(output, value);
    }

    // '>' is escaped for the sake of "]]>", CR because a reader would turn it into LF.
    private static ReadOnlySpan<byte> Escape(byte character) => character switch
    {
        (byte)'&' => "&amp;"u8,
        (byte)'<' => "&lt;"u8,
        (byte)'>' => "&gt;"u8,
        _ => "&#13;"u8,
    };

    private static Span<byte> Put(Span<byte> output, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(output);

        return output[bytes.Length..];
    }
}
