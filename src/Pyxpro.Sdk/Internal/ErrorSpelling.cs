using System.Text;

namespace Pyxpro.Sdk.Internal;

/// <summary>Compares error texts by their words: the same error comes in other case, with blanks or underscores between
/// its words, and with a final full stop.</summary>
internal sealed class ErrorSpelling : IEqualityComparer<string>
{
    public static ErrorSpelling Comparer { get; } = new();

    public bool Equals(string? x, string? y) => x is null || y is null ? x == y : Normalize(x) == Normalize(y);

    public int GetHashCode(string text) => Normalize(text).GetHashCode(StringComparison.Ordinal);

    private static string Normalize(string text)
    {
        var end = text.Length;
        while (end > 0 && IsLeftOutAtEnd(text[end - 1]))
        {
            end--;
        }

        var normalized = new StringBuilder(end);
        foreach (var character in text.AsSpan(0, end))
        {
            if (character != '_' && !char.IsWhiteSpace(character))
            {
                normalized.Append(char.ToUpperInvariant(character));
            }
        }

        return normalized.ToString();
    }

    private static bool IsLeftOutAtEnd(char character) => char.IsPunctuation(character) || char.IsWhiteSpace(character);
}
