using System.Text;

namespace Pyxpro.Sdk.Internal;

/// <summary>Reads <c>&lt;?xml version="1.0" encoding="UTF-8"?&gt;</c>, which may lead a message and changes
/// nothing.</summary>
internal static class XmlDeclaration
{
    public static bool Read(ref XmlCursor cursor)
    {
        if (!cursor.Skip("<?xml"u8))
        {
            return true;
        }

        if (!TryReadPart(ref cursor, "version"u8, out var version) || !version.SequenceEqual("1.0"u8))
        {
            return cursor.Fail("its declaration is not of XML 1.0");
        }

        if (TryReadPart(ref cursor, "encoding"u8, out var encoding) && !Ascii.EqualsIgnoreCase(encoding, "UTF-8"u8))
        {
            return cursor.Fail("its declaration names an encoding other than UTF-8");
        }

        if (TryReadPart(ref cursor, "standalone"u8, out var standalone)
            && !standalone.SequenceEqual("yes"u8) && !standalone.SequenceEqual("no"u8))
        {
            return cursor.Fail("its declaration is malformed");
        }

        cursor.SkipWhiteSpace();

        return cursor.Skip("?>"u8) || cursor.Fail("its declaration is malformed");
    }

    /// <summary>Reads <c> name="value"</c>, or nothing at all.</summary>
    private static bool TryReadPart(ref XmlCursor cursor, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        var ahead = cursor;
        if (!ahead.SkipWhiteSpace() || !ahead.Skip(name))
        {
            return false;
        }

        ahead.SkipWhiteSpace();
        if (!ahead.Skip("="u8))
        {
            return false;
        }

        ahead.SkipWhiteSpace();
        if (ahead.Rest is not [(byte)'"' or (byte)'\'', ..])
        {
            return false;
        }

        var length = ahead.Rest[1..].IndexOf(ahead.Rest[0]);
        if (length < 0)
        {
            return false;
        }

        value = ahead.Rest.Slice(1, length);
        ahead.Advance(length + 2);
        cursor = ahead;

        return true;
    }
}
