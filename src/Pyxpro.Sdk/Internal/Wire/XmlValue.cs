namespace Pyxpro.Sdk.Internal;

/// <summary>Reads the value of a field. One that is a single text or CDATA section, as nearly all are, is not
/// copied.</summary>
internal static class XmlValue
{
    /// <summary>Reads text, references and CDATA sections up to the next tag.</summary>
    public static bool Read(ref XmlCursor cursor, ref FieldBuffer fields)
    {
        while (true)
        {
            var rest = cursor.Rest;
            if (rest.StartsWith("<![CDATA["u8))
            {
                rest = rest["<![CDATA[".Length..];
                var length = IndexOfSectionEnd(rest);
                if (length < 0)
                {
                    return cursor.Fail("a CDATA section does not end");
                }

                cursor.Advance("<![CDATA[".Length);
                KeepText(ref fields, cursor, rest[..length]);
                cursor.Advance(length + "]]>".Length);
            }
            else if (rest is [(byte)'<', ..])
            {
                return true;
            }
            else if (rest is [(byte)'&', ..])
            {
                if (!XmlReference.Read(ref cursor, ref fields))
                {
                    return false;
                }
            }
            else
            {
                var length = rest.IndexOfAny((byte)'<', (byte)'&');
                if (length < 0)
                {
                    return cursor.Fail("it ends within a field");
                }

                if (rest[..length].IndexOf("]]>"u8) >= 0)
                {
                    return cursor.Fail("a value holds ']]>' outside a CDATA section");
                }

                KeepText(ref fields, cursor, rest[..length]);
                cursor.Advance(length);
            }
        }
    }

    // Most values have no bracket, so that the first one is that of the end, and one byte is found sooner than three.
    private static int IndexOfSectionEnd(ReadOnlySpan<byte> text)
    {
        var first = text.IndexOf((byte)']');

        return first < 0 || text[first..].StartsWith("]]>"u8) ? first : text.IndexOf("]]>"u8);
    }

    /// <summary>Keeps text with line ends as XML 1.0 section 2.11 wants them: CR LF and CR are read as LF.</summary>
    private static void KeepText(ref FieldBuffer fields, in XmlCursor cursor, ReadOnlySpan<byte> text)
    {
        var plain = cursor.HasCarriageReturn ? text.IndexOf((byte)'\r') : -1;
        fields.Keep(cursor.Position, plain < 0 ? text.Length : plain);
        for (var i = plain; i >= 0 && i < text.Length; i++)
        {
            // What is appended may take the place of what has been read, and of nothing else.
            var character = text[i];
            if (character == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
            {
                i++;
            }

            fields.Append(character == '\r' ? (byte)'\n' : character);
        }
    }
}
