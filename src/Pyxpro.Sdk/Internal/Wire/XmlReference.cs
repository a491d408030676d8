using System.Buffers.Text;
using System.Text;

namespace Pyxpro.Sdk.Internal;

/// <summary>Reads references: the five entities that XML itself defines, and characters by number.</summary>
internal static class XmlReference
{
    public static bool Read(ref XmlCursor cursor, ref FieldBuffer fields)
    {
        if (cursor.Skip("&#"u8))
        {
            return ReadCharacter(ref cursor, ref fields);
        }

        var text =
            cursor.Skip("&amp;"u8) ? "&"u8
            : cursor.Skip("&lt;"u8) ? "<"u8
            : cursor.Skip("&gt;"u8) ? ">"u8
            : cursor.Skip("&quot;"u8) ? "\""u8
            : cursor.Skip("&apos;"u8) ? "'"u8
            : default;
        fields.Append(text);

        return !text.IsEmpty || cursor.Fail("it refers to an entity that XML does not define");
    }

    private static bool ReadCharacter(ref XmlCursor cursor, ref FieldBuffer fields)
    {
        // Utf8Parser takes a sign before the digits, XML does not.
        var isHexadecimal = cursor.Skip("x"u8);
        var startsWithDigit = cursor.Rest is [var first, ..] && char.IsAsciiHexDigit((char)first);
        if (!startsWithDigit
            || !Utf8Parser.TryParse(cursor.Rest, out uint value, out var length, isHexadecimal ? 'x' : 'D')
            || !Rune.TryCreate(value, out var character)
            || !XmlText.IsValid(character))
        {
            return cursor.Fail("it refers to a character that XML does not allow");
        }

        cursor.Advance(length);
        Span<byte> utf8 = stackalloc byte[4];
        fields.Append(utf8[..character.EncodeToUtf8(utf8)]);

        return cursor.Skip(";"u8) || cursor.Fail("a character reference does not end");
    }
}
