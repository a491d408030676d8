using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>Finds a key or a signature in a text.</summary>
/// <remarks>Allocates nothing, so that it disturbs no test that counts bytes.</remarks>
internal static class SecretScan
{
    private const int Md5Digits = 32;
    private const int MinKeyLength = 7;

    // Shorter ones, of vectors such as "test", stand in other words too.
    private static readonly string[] Keys = FindKeys();

    /// <summary>Returns what was found, with the text around it, or null.</summary>
    public static string? Find(string text)
    {
        foreach (var key in Keys)
        {
            if (text.IndexOf(key, StringComparison.OrdinalIgnoreCase) is >= 0 and var place)
            {
                return $"a key in \"{Around(text, place)}\"";
            }
        }

        return FindSignature(text) is >= 0 and var start ? $"a signature in \"{Around(text, start)}\"" : null;
    }

    // Whatever has the shape of an MD5, so that nobody must know which signatures a run computes. A decimal number is
    // none: of three million MD5s one has no letter. A longer run is another hash, such as one in the name of generated
    // code. A test that makes up an order number makes up a shorter one.
    private static int FindSignature(string text)
    {
        for (var start = 0; start < text.Length; start++)
        {
            var (end, hasLetter) = (start, false);
            while (end < text.Length && char.IsAsciiHexDigit(text[end]))
            {
                hasLetter |= char.IsAsciiLetter(text[end++]);
            }

            if (end - start == Md5Digits && hasLetter)
            {
                return start;
            }

            start = end;
        }

        return -1;
    }

    private static string Around(string text, int place)
    {
        const int Before = 40;
        const int Length = 120;
        var start = Math.Max(0, place - Before);

        return text.Substring(start, Math.Min(Length, text.Length - start));
    }

    private static string[] FindKeys() =>
    [
        .. new[]
            {
                TestMerchant.Key, CanaryKeys.Current, CanaryKeys.Previous, CanaryKeys.Other,
                new GatewaySimulator().CreateOptions().Key,
                "another_key", "key_of_hk", "key_of_mo", "old_key", "new_key",
            }
            .Concat(VectorFiles.Messages.Values.Select(vector => vector.Key))
            .Concat(VectorFiles.Strings.Values.Select(vector => vector.Key))
            .Concat(CorpusFiles.Cases.Values.Select(@case => @case.Key))
            .Where(key => key.Length >= MinKeyLength)
            .Distinct(),
    ];
}
