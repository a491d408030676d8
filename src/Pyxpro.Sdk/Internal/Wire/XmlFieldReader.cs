namespace Pyxpro.Sdk.Internal;

/// <summary>
/// Reads the gateway's flat XML forward only: <c>&lt;xml&gt;</c>, fields of text and CDATA, nothing else. What the
/// grammar lacks (DTDs, entities of one's own, attributes, comments, nesting) is refused where it begins.
/// </summary>
internal static class XmlFieldReader
{
    /// <summary>Reads a message into a buffer, sorted by name, which the caller disposes in any case.</summary>
    public static XmlFault Read(ReadOnlySpan<byte> xml, out FieldBuffer fields)
    {
        if (xml.Length > MessageLimits.MaxBytes)
        {
            fields = new FieldBuffer(0, 0);
            return new XmlFault("it is larger than 64 KiB", MessageLimits.MaxBytes);
        }

        fields = FieldBuffer.CopyOf(xml, out var copy);
        if (!XmlText.IsValid(xml))
        {
            return new XmlFault("it is not UTF-8, or holds a character that XML does not allow", 0);
        }

        var cursor = new XmlCursor(copy);
        if (!ReadDocument(ref cursor, ref fields))
        {
            return cursor.Fault;
        }

        var fault = fields.TrySort() ? FindFieldFault(fields.Fields, cursor.HasAmpersand) : "a field occurs twice";

        return new XmlFault(fault, xml.Length);
    }

    private static string? FindFieldFault(ReadOnlySpan<Utf8Field> fields, bool hasAmpersand)
    {
        foreach (ref readonly var field in fields)
        {
            if (FieldName.IsMisspeltSign(field.Name))
            {
                return "a field is named like 'sign' in other letters";
            }

            if (hasAmpersand && FieldBoundary.IsCrossedBy(field.Value))
            {
                return "a value holds '&', a field's name and '=', which makes its signature ambiguous";
            }
        }

        return null;
    }

    private static bool ReadDocument(ref XmlCursor cursor, ref FieldBuffer fields)
    {
        cursor.Skip("\uFEFF"u8);
        if (!XmlDeclaration.Read(ref cursor))
        {
            return false;
        }

        cursor.SkipWhiteSpace();
        if (!cursor.Skip("<xml"u8) || !cursor.SkipTagEnd())
        {
            return cursor.Fail("its root element is not a plain <xml>");
        }

        cursor.SkipWhiteSpace();
        while (!cursor.Skip("</xml"u8))
        {
            if (!ReadField(ref cursor, ref fields))
            {
                return false;
            }

            cursor.SkipWhiteSpace();
        }

        if (!cursor.SkipTagEnd() || fields.Fields.IsEmpty)
        {
            return cursor.Fail("its root element is empty or does not end");
        }

        cursor.SkipWhiteSpace();

        return cursor.Rest.IsEmpty || cursor.Fail("something follows the root element");
    }

    private static bool ReadField(ref XmlCursor cursor, ref FieldBuffer fields)
    {
        var rest = cursor.Rest;
        if (rest is not [(byte)'<', ..])
        {
            return cursor.Fail("text stands where a field is expected, or it ends too early");
        }

        var nameLength = FieldName.Measure(rest[1..]);
        if (nameLength == 0)
        {
            return cursor.Fail("a comment, instruction, section or illegal name stands where a field is expected");
        }

        if (fields.Fields.Length == MessageLimits.MaxFields)
        {
            return cursor.Fail("it has more than 512 fields");
        }

        fields.BeginField(cursor.Position + 1, nameLength);
        cursor.Advance(1 + nameLength);
        if (!cursor.SkipTagEnd())
        {
            if (!cursor.Skip("/>"u8))
            {
                return cursor.Fail("a field's tag has an attribute, a prefix or no end");
            }
        }
        else if (!XmlValue.Read(ref cursor, ref fields))
        {
            return false;
        }
        else if (!cursor.SkipEndTag(rest.Slice(1, nameLength)))
        {
            return cursor.Fail("something other than text stands within a field, or its end tag is not its own");
        }

        fields.EndField();

        return true;
    }
}
