using System.Buffers;

namespace Pyxpro.Sdk.Internal;

/// <summary>Writes fields as the gateway's flat XML, in the order of the buffer.</summary>
internal static class XmlMessageWriter
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create("&<>\r"u8);

    /// <summary>Makes sure that fields can be written and read back unchanged.</summary>
    /// <returns>The number of bytes that <see cref="Write"/> writes.</returns>
    /// <exception cref="ArgumentException">They cannot.</exception>
    public static int Measure(in FieldBuffer fields)
    {
        var count = fields.Fields.Length;
        if (count is 0 or > FieldLimits.MaxFields)
        {
            throw new ArgumentException(
                $"The message has {count} fields; a message has 1 to {FieldLimits.MaxFields}.");
        }

        var isPlain = XmlText.IsPlain(fields.Text);
        var length = (long)"<xml></xml>".Length + fields.Length;
        foreach (ref readonly var field in fields.Fields)
        {
            EnsureWritable(field, isPlain);
            length += "<></>".Length + field.NameLength + (isPlain ? 0 : MeasureEscapes(field.Value));
        }

        return length <= FieldLimits.MaxMessageBytes
            ? (int)length
            : throw new ArgumentException(
                $"The message takes {length} bytes of XML; a message has at most {FieldLimits.MaxMessageBytes}.");
    }

    /// <summary>Writes fields that have been measured.</summary>
    public static void Write(ReadOnlySpan<Utf8Field> fields, Span<byte> output)
    {
        output = Put(output, "<xml>"u8);
        foreach (ref readonly var field in fields)
        {
            var name = field.Name;
            output[0] = (byte)'<';
            output = Put(output[1..], name);
            output[0] = (byte)'>';
            output = PutEscaped(output[1..], field.Value);
            output[0] = (byte)'<';
            output[1] = (byte)'/';
            output = Put(output[2..], name);
            output[0] = (byte)'>';
            output = output[1..];
        }

        Put(output, "</xml>"u8);
    }

    /// <summary>Returns why a value cannot be written and read back unchanged, or null.</summary>
    public static string? Validate(ReadOnlySpan<byte> value) =>
        !XmlText.IsValid(value) ? "holds a character that XML does not allow, such as a control character"
        : FieldInjection.IsPresent(value)
            ? "holds '&', a field's name and '=', which would make the signature ambiguous"
        : null;

    private static void EnsureWritable(in Utf8Field field, bool isPlain)
    {
        var error = FieldNames.IsMisspelledSign(field.Name) ? "is named like 'sign' in other letters"
            : isPlain ? null
            : Validate(field.Value);

        if (error is not null)
        {
            var name = FieldNames.GetString(field.Name);
            throw new ArgumentException($"The field '{name}' {error}.", name);
        }
    }

    private static long MeasureEscapes(ReadOnlySpan<byte> value)
    {
        var length = 0L;
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

    // '>' is escaped because of "]]>", CR because a reader would turn it into LF.
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
