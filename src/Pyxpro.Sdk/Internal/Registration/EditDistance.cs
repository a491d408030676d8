namespace Pyxpro.Sdk.Internal;

/// <summary>How many letters differ between two names, to find the one that was meant (Levenshtein).</summary>
internal static class EditDistance
{
    /// <summary>Returns how many letters have to be inserted, removed or replaced. Case does not count.</summary>
    public static int Of(string first, string second)
    {
        var row = Enumerable.Range(0, second.Length + 1).ToArray();
        for (var i = 0; i < first.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 0; j < second.Length; j++)
            {
                var replaced = diagonal + (char.ToUpperInvariant(first[i]) == char.ToUpperInvariant(second[j]) ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, 1 + Math.Min(row[j], diagonal));
            }
        }

        return row[^1];
    }
}
