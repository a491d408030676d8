namespace Pyxpro.Sdk.Tests;

/// <summary>Tells two texts apart line by line: what only the first has with a minus, what only the second has with a plus.</summary>
internal static class TextDiff
{
    public static IReadOnlyList<string> Lines(string first, string second)
    {
        var before = first.Split('\n');
        var after = second.Split('\n');
        var common = MeasureCommon(before, after);
        var lines = new List<string>();
        int i = 0, j = 0;
        while (i < before.Length || j < after.Length)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                i++;
                j++;
            }
            else if (j == after.Length || (i < before.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add($"- {before[i++]}");
            }
            else
            {
                lines.Add($"+ {after[j++]}");
            }
        }

        return lines;
    }

    /// <summary>Returns, for each pair of rests, how many lines they can have in common at most.</summary>
    private static int[,] MeasureCommon(string[] before, string[] after)
    {
        var common = new int[before.Length + 1, after.Length + 1];
        for (var i = before.Length - 1; i >= 0; i--)
        {
            for (var j = after.Length - 1; j >= 0; j--)
            {
                common[i, j] = before[i] == after[j]
                    ? common[i + 1, j + 1] + 1
                    : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        return common;
    }
}
