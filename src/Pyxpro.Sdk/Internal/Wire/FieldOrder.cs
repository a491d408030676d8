namespace Pyxpro.Sdk.Internal;

/// <summary>Puts fields in the ordinal order of their names, in which they are signed.</summary>
internal static class FieldOrder
{
    /// <summary>Sorts fields, which is seldom needed: most messages come in order.</summary>
    /// <returns><see langword="false"/> if a name occurs twice.</returns>
    public static bool TrySort(Span<Utf8Field> fields)
    {
        var isSorted = IsAscending(fields);
        if (!isSorted)
        {
            fields.Sort();
        }

        return isSorted || IsAscending(fields);
    }

    /// <summary>Moves the last field to its place among the others, which are sorted.</summary>
    public static void SortLast(Span<Utf8Field> fields)
    {
        for (var i = fields.Length - 1; i > 0 && Utf8Field.Compare(fields[i - 1], fields[i]) > 0; i--)
        {
            (fields[i - 1], fields[i]) = (fields[i], fields[i - 1]);
        }
    }

    private static bool IsAscending(ReadOnlySpan<Utf8Field> fields)
    {
        for (var i = 1; i < fields.Length; i++)
        {
            if (Utf8Field.Compare(fields[i - 1], fields[i]) >= 0)
            {
                return false;
            }
        }

        return true;
    }
}
