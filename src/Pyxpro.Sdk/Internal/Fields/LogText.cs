using System.Globalization;

namespace Pyxpro.Sdk.Internal;

/// <summary>Makes received text safe for logs and messages: one short line, so that it cannot forge a log
/// entry.</summary>
internal static class LogText
{
    private const int MaxLength = 128;

    public static string Quote(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return "(empty)";
        }

        return string.Create(Math.Min(text.Length, MaxLength) + 2, text, static (quoted, source) =>
        {
            quoted[0] = quoted[^1] = '\'';
            for (var i = 1; i < quoted.Length - 1; i++)
            {
                quoted[i] = IsShown(source[i - 1]) ? source[i - 1] : '?';
            }
        });
    }

    private static bool IsShown(char character) => char.GetUnicodeCategory(character) is not (
        UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
}
