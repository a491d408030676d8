using System.Buffers.Text;
using System.Text;

namespace Pyxpro.Sdk.Internal;

/// <summary>
/// Reads the gateway's flat XML forward only: <c>&lt;xml&gt;</c>, fields of text and CDATA, nothing else. It copies the
/// message into pooled memory once and decodes the values where they are. What the grammar lacks (DTDs, own entities,
/// attributes, comments, nesting) is refused where it begins. A refusal allocates nothing and throws nothing. A field
/// must never be read in two ways.
/// </summary>
internal ref struct XmlMessageReader
{
    private readonly ReadOnlySpan<byte> _xml;
    // What is in no part of the text need not be searched for in each.
    private readonly bool _hasCarriageReturn;
    private readonly bool _hasAmpersand;
    private FieldBuffer _fields;
    private int _position;
    private string? _error;

    private XmlMessageReader(ReadOnlySpan<byte> xml, FieldBuffer fields)
    {
        _xml = xml;
        _fields = fields;
        var hasAny = xml.ContainsAny((byte)'\r', (byte)'&');
        _hasCarriageReturn = hasAny && xml.Contains((byte)'\r');
        _hasAmpersand = hasAny && xml.Contains((byte)'&');
    }

    private readonly ReadOnlySpan<byte> Rest => _xml[_position..];

    /// <summary>Reads a message into a buffer, sorted by name. The caller disposes the buffer in any case.</summary>
    public static XmlDecodeError Read(ReadOnlySpan<byte> xml, out FieldBuffer fields)
    {
        if (xml.Length > FieldLimits.MaxMessageBytes)
        {
            fields = new FieldBuffer(0, 0);

            return new XmlDecodeError("it is larger than 64 KiB", FieldLimits.MaxMessageBytes);
        }

        fields = FieldBuffer.CopyOf(xml, out var copy);
        if (!XmlText.IsValid(xml))
        {
            return new XmlDecodeError(
                CompressedBytes.AreLikely(xml)
                    ? XmlDecodeError.Compressed
                    : "it is not UTF-8, or holds a character that XML does not allow",
                0);
        }

        var reader = new XmlMessageReader(copy, fields);
        var isRead = reader.ReadDocument();
        fields = reader._fields;
        if (!isRead)
        {
            return new XmlDecodeError(reader._error, reader._position);
        }

        var error = fields.TrySort() ? ValidateNames(fields.Fields) : "a field occurs twice";

        return new XmlDecodeError(error, xml.Length);
    }

    private static string? ValidateNames(ReadOnlySpan<Utf8Field> fields)
    {
        foreach (ref readonly var field in fields)
        {
            if (FieldNames.IsMisspelledSign(field.Name))
            {
                return "a field is named like 'sign' in other letters";
            }
        }

        return null;
    }

    private bool ReadDocument()
    {
        Skip("\uFEFF"u8);
        if (!ReadDeclaration())
        {
            return false;
        }

        SkipWhiteSpace();
        if (!Skip("<xml"u8) || !SkipTagEnd())
        {
            return Fail(XmlDecodeError.OtherRoot);
        }

        SkipWhiteSpace();
        while (!Skip("</xml"u8))
        {
            if (!ReadField())
            {
                return false;
            }

            SkipWhiteSpace();
        }

        if (!SkipTagEnd() || _fields.Fields.IsEmpty)
        {
            return Fail("its root element is empty or does not end");
        }

        SkipWhiteSpace();

        return Rest.IsEmpty || Fail("something follows the root element");
    }

    /// <summary>Reads <c>&lt;?xml version="1.0" encoding="UTF-8"?&gt;</c>, which is optional and changes
    /// nothing.</summary>
    private bool ReadDeclaration()
    {
        if (!Skip("<?xml"u8))
        {
            return true;
        }

        if (!TryReadAttribute("version"u8, out var version) || !version.SequenceEqual("1.0"u8))
        {
            return Fail("its declaration is not of XML 1.0");
        }

        if (TryReadAttribute("encoding"u8, out var encoding) && !Ascii.EqualsIgnoreCase(encoding, "UTF-8"u8))
        {
            return Fail("its declaration names an encoding other than UTF-8");
        }

        var isValid = !TryReadAttribute("standalone"u8, out var standalone)
            || standalone.SequenceEqual("yes"u8) || standalone.SequenceEqual("no"u8);
        SkipWhiteSpace();

        return (isValid && Skip("?>"u8)) || Fail("its declaration is malformed");
    }

    /// <summary>Reads <c> name="value"</c>, or nothing at all.</summary>
    private bool TryReadAttribute(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var start = _position;
        if (SkipWhiteSpace() && Skip(name))
        {
            SkipWhiteSpace();
            if (Skip("="u8))
            {
                SkipWhiteSpace();
                var rest = Rest;
                var length = rest is [(byte)'"' or (byte)'\'', ..] ? rest[1..].IndexOf(rest[0]) : -1;
                if (length >= 0)
                {
                    value = rest.Slice(1, length);
                    _position += length + 2;

                    return true;
                }
            }
        }

        _position = start;

        return false;
    }

    private bool ReadField()
    {
        var rest = Rest;
        if (rest is not [(byte)'<', ..])
        {
            return Fail("it has text instead of a field, or ends too early");
        }

        var nameLength = FieldNames.Measure(rest[1..]);
        if (nameLength == 0)
        {
            return Fail("it has a comment, instruction, section or illegal name instead of a field");
        }

        if (_fields.Fields.Length == FieldLimits.MaxFields)
        {
            return Fail("it has more than 512 fields");
        }

        _fields.BeginField(_position + 1, nameLength);
        _position += 1 + nameLength;
        if (!SkipTagEnd())
        {
            if (!Skip("/>"u8))
            {
                return Fail("a field's tag has an attribute, a prefix or no end");
            }
        }
        else if (!ReadValue())
        {
            return false;
        }
        else if (!SkipEndTag(rest.Slice(1, nameLength)))
        {
            return Fail("a field has something other than text, or an end tag that is not its own");
        }

        _fields.EndField();

        return true;
    }

    /// <summary>Reads text, references and CDATA sections up to the next tag. A value that is a single text or CDATA
    /// section, as nearly all are, is not copied.</summary>
    private bool ReadValue()
    {
        while (true)
        {
            var rest = Rest;
            if (rest.StartsWith("<![CDATA["u8))
            {
                rest = rest["<![CDATA[".Length..];
                // The first bracket is nearly always that of the end, and one byte is found faster than three.
                var length = rest.IndexOf((byte)']');
                if (length >= 0 && !rest[length..].StartsWith("]]>"u8))
                {
                    length = rest.IndexOf("]]>"u8);
                }

                if (length < 0)
                {
                    return Fail("a CDATA section does not end");
                }

                _position += "<![CDATA[".Length;
                KeepText(rest[..length]);
                _position += length + "]]>".Length;
            }
            else if (rest is [(byte)'<', ..])
            {
                return true;
            }
            else if (rest is [(byte)'&', ..])
            {
                if (!(Skip("&#"u8) ? ReadCharacterReference() : ReadReference()))
                {
                    return false;
                }
            }
            else
            {
                var length = rest.IndexOfAny((byte)'<', (byte)'&');
                if (length < 0)
                {
                    return Fail("it ends within a field");
                }

                if (rest[..length].IndexOf("]]>"u8) >= 0)
                {
                    return Fail("a value holds ']]>' outside a CDATA section");
                }

                KeepText(rest[..length]);
                _position += length;
            }
        }
    }

    /// <summary>Reads one of the five entities that XML itself defines, or a character by number.</summary>
    private bool ReadReference()
    {
        var text = Skip("&amp;"u8) ? "&"u8
            : Skip("&lt;"u8) ? "<"u8
            : Skip("&gt;"u8) ? ">"u8
            : Skip("&quot;"u8) ? "\""u8
            : Skip("&apos;"u8) ? "'"u8
            : default;
        _fields.Append(text);

        return !text.IsEmpty || Fail("it refers to an entity that XML does not define");
    }

    private bool ReadCharacterReference()
    {
        // Utf8Parser takes a sign before the digits, XML does not.
        var isHexadecimal = Skip("x"u8);
        var startsWithDigit = Rest is [var first, ..] && char.IsAsciiHexDigit((char)first);
        if (!startsWithDigit
            || !Utf8Parser.TryParse(Rest, out uint value, out var length, isHexadecimal ? 'x' : 'D')
            || !Rune.TryCreate(value, out var character)
            || !XmlText.IsValid(character))
        {
            return Fail("it refers to a character that XML does not allow");
        }

        _position += length;
        Span<byte> utf8 = stackalloc byte[4];
        _fields.Append(utf8[..character.EncodeToUtf8(utf8)]);

        return Skip(";"u8) || Fail("a character reference does not end");
    }

    /// <summary>Keeps text with line ends as XML 1.0 section 2.11 wants them: CR LF and CR are read as LF.</summary>
    private void KeepText(ReadOnlySpan<byte> text)
    {
        var plain = _hasCarriageReturn ? text.IndexOf((byte)'\r') : -1;
        _fields.Keep(_position, plain < 0 ? text.Length : plain);
        for (var i = plain; i >= 0 && i < text.Length; i++)
        {
            // What is appended overwrites only what has been read.
            var character = text[i];
            if (character == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
            {
                i++;
            }

            _fields.Append(character == '\r' ? (byte)'\n' : character);
        }
    }

    private bool Skip(ReadOnlySpan<byte> expected)
    {
        var isNext = Rest.StartsWith(expected);
        _position += isNext ? expected.Length : 0;

        return isNext;
    }

    private bool SkipWhiteSpace()
    {
        var start = _position;
        while (_position < _xml.Length && _xml[_position] <= ' ')
        {
            // Control characters have been refused before, so only white space is left of what is this small.
            _position++;
        }

        return _position > start;
    }

    private bool SkipTagEnd() => Skip(">"u8) || (SkipWhiteSpace() && Skip(">"u8));

    private bool SkipEndTag(ReadOnlySpan<byte> name) => Skip("</"u8) && Skip(name) && SkipTagEnd();

    /// <summary>Notes why the text is refused, and returns <see langword="false"/>.</summary>
    private bool Fail(string error)
    {
        _error = error;

        return false;
    }
}
