using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Pyxpro.Sdk.Internal;

/// <summary>What XML 1.0 counts as text (its productions 2 and 3).</summary>
internal static class XmlText
{
    public static ReadOnlySpan<byte> WhiteSpace => " \t\r\n"u8;

    // Without tab, LF and CR.
    private static readonly byte[] ForbiddenControls =
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 11, 12, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31];

    private static readonly SearchValues<byte> Controls = SearchValues.Create(ForbiddenControls);

    // What is escaped, what is not allowed, and the byte that U+FFFE and U+FFFF begin with.
    private static readonly SearchValues<byte> Conspicuous = SearchValues.Create(
        [.. ForbiddenControls, (byte)'&', (byte)'<', (byte)'>', (byte)'\r', 0xEF]);

    /// <summary>Says whether bytes are UTF-8 and hold only characters that XML allows.</summary>
    public static bool IsValid(ReadOnlySpan<byte> text) =>
        !text.ContainsAny(Controls) && (Ascii.IsValid(text) || (Utf8.IsValid(text) && !ContainsNoncharacter(text)));

    /// <summary>Says whether UTF-8 can be written as it is: nothing to escape, nothing to check.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> utf8) => !utf8.ContainsAny(Conspicuous);

    /// <summary>Says whether XML allows a character.</summary>
    public static bool IsValid(Rune character) => character.Value switch
    {
        '\t' or '\n' or '\r' => true,
        0xFFFE or 0xFFFF => false,
        _ => character.Value >= ' ',
    };

    // U+FFFE and U+FFFF are EF BF BE and EF BF BF.
    private static bool ContainsNoncharacter(ReadOnlySpan<byte> text)
    {
        for (int i; (i = text.IndexOf((ReadOnlySpan<byte>)[0xEF, 0xBF])) >= 0; text = text[(i + 2)..])
        {
            if (text[i + 2] >= 0xBE)
            {
                return true;
            }
        }

        return false;
    }
}
