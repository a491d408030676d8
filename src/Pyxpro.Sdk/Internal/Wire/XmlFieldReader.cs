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

        // No escape is shorter than the character it stands for, so the text never outgrows its source.
        fields = new FieldBuffer(xml.Length, MessageLimits.MaxFields);
        if (!XmlText.IsValid(xml))
        {
            return new XmlFault("it is not UTF-8, or holds a character that XML does not allow", 0);
        }

        var cursor = new XmlCursor(xml);
        if (!ReadDocument(ref cursor, ref fields))
        {
            return new XmlFault(cursor.Fault, cursor.Position);
        }

        fields.Sort();

        return new XmlFault(FindFieldFault(fields.Fields), xml.Length);
    }

    private static string? FindFieldFault(ReadOnlySpan<Utf8Field> fields)
    {
        for (var i = 0; i < fields.Length; i++)
        {
            var name = fields[i].Name;
            if (i > 0 && name.SequenceEqual(fields[i - 1].Name))
            {
                return "a field occurs twice";
            }

            if (FieldName.IsMisspeltSign(name))
            {
                return "a field is named like 'sign' in other letters";
            }

            if (FieldBoundary.IsCrossedBy(fields[i].Value))
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
        if (!cursor.Skip("<"u8))
        {
            return cursor.Fail("text stands where a field is expected, or it ends too early");
        }

        var nameLength = FieldName.Measure(cursor.Rest);
        if (nameLength == 0)
        {
            return cursor.Fail("a comment, instruction, section or illegal name stands where a field is expected");
        }

        if (fields.Fields.Length == MessageLimits.MaxFields)
        {
            return cursor.Fail("it has more than 512 fields");
        }

        var name = cursor.Rest[..nameLength];
        cursor.Advance(nameLength);
        fields.BeginField(name);
        cursor.SkipWhiteSpace();
        if (!cursor.Skip("/>"u8))
        {
            if (!cursor.Skip(">"u8))
            {
                return cursor.Fail("a field's tag has an attribute, a prefix or no end");
            }

            if (!ReadValue(ref cursor, ref fields))
            {
                return false;
            }

            if (!cursor.Skip("</"u8) || !cursor.Skip(name) || !cursor.SkipTagEnd())
            {
                return cursor.Fail("something other than text stands within a field, or its end tag is not its own");
            }
        }

        fields.EndField();

        return true;
    }

    /// <summary>Reads text, references and CDATA sections up to the next tag.</summary>
    private static bool ReadValue(ref XmlCursor cursor, ref FieldBuffer fields)
    {
        while (true)
        {
            var length = cursor.Rest.IndexOfAny((byte)'<', (byte)'&');
            if (length < 0)
            {
                return cursor.Fail("it ends within a field");
            }

            var text = cursor.Rest[..length];
            if (text.IndexOf("]]>"u8) >= 0)
            {
                return cursor.Fail("a value holds ']]>' outside a CDATA section");
            }

            AppendText(ref fields, text);
            cursor.Advance(length);
            if (cursor.Rest[0] == '&')
            {
                if (!XmlReference.Read(ref cursor, ref fields))
                {
                    return false;
                }
            }
            else if (cursor.Skip("<![CDATA["u8))
            {
                length = cursor.Rest.IndexOf("]]>"u8);
                if (length < 0)
                {
                    return cursor.Fail("a CDATA section does not end");
                }

                AppendText(ref fields, cursor.Rest[..length]);
                cursor.Advance(length + "]]>"u8.Length);
            }
            else
            {
                return true;
            }
        }
    }

    /// <summary>Appends text with line ends as XML 1.0 section 2.11 wants them: CR LF and CR are read as LF.</summary>
    private static void AppendText(ref FieldBuffer fields, ReadOnlySpan<byte> text)
    {
        for (int i; (i = text.IndexOf((byte)'\r')) >= 0;)
        {
            fields.Append(text[..i]);
            fields.Append("\n"u8);
            text = text[(i + 1)..];
            if (text is [(byte)'\n', ..])
            {
                text = text[1..];
            }
        }

        fields.Append(text);
    }
}
