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

        return $"'{Clean(text)}'";
    }

    /// <summary>Returns a text as the value of a field of a log: without quotes.</summary>
    public static string? Clean(string? text) =>
        string.IsNullOrEmpty(text)
            ? null
            : string.Create(Math.Min(text.Length, MaxLength), text, static (cleaned, source) =>
            {
                for (var i = 0; i < cleaned.Length; i++)
                {
                    cleaned[i] = IsShown(source[i]) ? source[i] : '?';
                }
            });

    private static bool IsShown(char character) => char.GetUnicodeCategory(character) is not (
        UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate);
}
