using System.Buffers.Text;
using System.Text;

namespace Pyxpro.Sdk.Internal;

/// <summary>
/// Reads the gateway's flat XML forward only: <c>&lt;xml&gt;</c>, fields of text and CDATA, nothing else. What the
/// grammar lacks (DTDs, entities of one's own, attributes, comments, nesting) is refused where it begins.
/// </summary>
internal ref struct XmlFieldReader
{
    private readonly ReadOnlySpan<byte> _xml;
    private readonly bool _hasCarriageReturn;
    private int _position;
    private string? _fault;

    private XmlFieldReader(ReadOnlySpan<byte> xml)
    {
        _xml = xml;
        _hasCarriageReturn = xml.Contains((byte)'\r');
    }

    private readonly ReadOnlySpan<byte> Rest => _xml[_position..];

    /// <summary>Reads a message into a buffer, sorted by name. The caller disposes the buffer, whatever is returned.</summary>
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

        var reader = new XmlFieldReader(xml);
        if (!reader.ReadDocument(ref fields))
        {
            return new XmlFault(reader._fault!, reader._position);
        }

        fields.Sort();

        return new XmlFault(FindFieldFault(fields.Fields), 0);
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

    private bool ReadDocument(ref FieldBuffer fields)
    {
        Skip("\uFEFF"u8);
        if (Rest.StartsWith("<?xml"u8) && !ReadDeclaration())
        {
            return false;
        }

        SkipWhiteSpace();
        if (!Skip("<xml"u8) || !SkipTagEnd())
        {
            return Fail("its root element is not a plain <xml>");
        }

        while (true)
        {
            SkipWhiteSpace();
            if (Skip("</xml"u8))
            {
                break;
            }

            if (!ReadField(ref fields))
            {
                return false;
            }
        }

        if (!SkipTagEnd() || fields.Fields.IsEmpty)
        {
            return Fail("its root element is empty or does not end");
        }

        SkipWhiteSpace();

        return Rest.IsEmpty || Fail("something follows the root element");
    }

    private bool ReadDeclaration()
    {
        Skip("<?xml"u8);
        if (!ReadPseudoAttribute("version"u8, out var version) || !version.SequenceEqual("1.0"u8))
        {
            return Fail("its declaration is not of XML 1.0");
        }

        if (ReadPseudoAttribute("encoding"u8, out var encoding) && !Ascii.EqualsIgnoreCase(encoding, "UTF-8"u8))
        {
            return Fail("its declaration names an encoding other than UTF-8");
        }

        if (ReadPseudoAttribute("standalone"u8, out var standalone)
            && !standalone.SequenceEqual("yes"u8) && !standalone.SequenceEqual("no"u8))
        {
            return Fail("its declaration is malformed");
        }

        SkipWhiteSpace();

        return Skip("?>"u8) || Fail("its declaration is malformed");
    }

    private bool ReadPseudoAttribute(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var start = _position;
        if (SkipWhiteSpace() && Skip(name))
        {
            SkipWhiteSpace();
            if (Skip("="u8))
            {
                SkipWhiteSpace();
                if (!Rest.IsEmpty && Rest[0] is (byte)'"' or (byte)'\'')
                {
                    var length = Rest[1..].IndexOf(Rest[0]);
                    if (length >= 0)
                    {
                        value = Rest.Slice(1, length);
                        _position += length + 2;
                        return true;
                    }
                }
            }
        }

        _position = start;

        return false;
    }

    private bool ReadField(ref FieldBuffer fields)
    {
        if (!Skip("<"u8))
        {
            return Fail("text stands where a field is expected");
        }

        var nameLength = FieldName.Measure(Rest);
        if (nameLength == 0)
        {
            return Fail("a comment, instruction, section or illegal name stands where a field is expected");
        }

        if (fields.Fields.Length == MessageLimits.MaxFields)
        {
            return Fail("it has more than 512 fields");
        }

        var name = Rest[..nameLength];
        _position += nameLength;
        fields.BeginField(name);
        SkipWhiteSpace();
        if (!Skip("/>"u8))
        {
            if (!Skip(">"u8))
            {
                return Fail("a field's tag has an attribute, a prefix or no end");
            }

            if (!ReadValue(ref fields) || !ReadEndTag(name))
            {
                return false;
            }
        }

        fields.EndField();

        return true;
    }

    /// <summary>Reads text, references and CDATA sections up to the end tag.</summary>
    private bool ReadValue(ref FieldBuffer fields)
    {
        while (true)
        {
            var length = Rest.IndexOfAny((byte)'<', (byte)'&');
            if (length < 0)
            {
                return Fail("it ends within a field");
            }

            var text = Rest[..length];
            if (text.IndexOf("]]>"u8) >= 0)
            {
                return Fail("a value holds ']]>' outside a CDATA section");
            }

            AppendText(ref fields, text);
            _position += length;
            if (Rest[0] == '&')
            {
                if (!ReadReference(ref fields))
                {
                    return false;
                }
            }
            else if (Skip("<![CDATA["u8))
            {
                length = Rest.IndexOf("]]>"u8);
                if (length < 0)
                {
                    return Fail("a CDATA section does not end");
                }

                AppendText(ref fields, Rest[..length]);
                _position += length + "]]>"u8.Length;
            }
            else
            {
                return true;
            }
        }
    }

    private bool ReadEndTag(ReadOnlySpan<byte> name) =>
        (Skip("</"u8) && Skip(name) && SkipTagEnd())
        || Fail("something other than text stands within a field, or its end tag is not its own");

    /// <summary>Appends text with its line ends normalised as XML 1.0 section 2.11 says: CR LF and CR are read as LF.</summary>
    private readonly void AppendText(ref FieldBuffer fields, ReadOnlySpan<byte> text)
    {
        if (_hasCarriageReturn)
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
        }

        fields.Append(text);
    }

    private bool ReadReference(ref FieldBuffer fields)
    {
        if (Skip("&amp;"u8))
        {
            fields.Append("&"u8);
        }
        else if (Skip("&lt;"u8))
        {
            fields.Append("<"u8);
        }
        else if (Skip("&gt;"u8))
        {
            fields.Append(">"u8);
        }
        else if (Skip("&quot;"u8))
        {
            fields.Append("\""u8);
        }
        else if (Skip("&apos;"u8))
        {
            fields.Append("'"u8);
        }
        else if (Skip("&#"u8))
        {
            return ReadCharacterReference(ref fields);
        }
        else
        {
            return Fail("it refers to an entity that XML does not define");
        }

        return true;
    }

    private bool ReadCharacterReference(ref FieldBuffer fields)
    {
        // Utf8Parser takes a sign before decimal digits, XML does not.
        var isHexadecimal = Skip("x"u8);
        var startsWithDigit = !Rest.IsEmpty && char.IsAsciiHexDigit((char)Rest[0]);
        if (!startsWithDigit
            || !Utf8Parser.TryParse(Rest, out uint value, out var length, isHexadecimal ? 'x' : 'D')
            || !Rune.TryCreate(value, out var character)
            || !XmlText.IsValid(character))
        {
            return Fail("it refers to a character that XML does not allow");
        }

        _position += length;
        Span<byte> utf8 = stackalloc byte[4];
        fields.Append(utf8[..character.EncodeToUtf8(utf8)]);

        return Skip(";"u8) || Fail("a character reference does not end");
    }

    private bool SkipTagEnd()
    {
        SkipWhiteSpace();

        return Skip(">"u8);
    }

    private bool SkipWhiteSpace()
    {
        var length = Rest.IndexOfAnyExcept(XmlText.WhiteSpace);
        length = length < 0 ? Rest.Length : length;
        _position += length;

        return length > 0;
    }

    private bool Skip(ReadOnlySpan<byte> expected)
    {
        if (!Rest.StartsWith(expected))
        {
            return false;
        }

        _position += expected.Length;

        return true;
    }

    private bool Fail(string fault)
    {
        _fault = fault;

        return false;
    }
}
