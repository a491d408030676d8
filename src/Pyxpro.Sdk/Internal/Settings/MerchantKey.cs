using System.Globalization;

namespace Pyxpro.Sdk.Internal;

/// <summary>What a merchant's key can be. Faults are told without showing it.</summary>
internal static class MerchantKey
{
    public static string? FindFault(string key)
    {
        if (string.IsNullOrEmpty(key))
        {
            return "is missing";
        }

        foreach (var character in key)
        {
            if (char.IsWhiteSpace(character) || char.IsControl(character)
                || char.GetUnicodeCategory(character) == UnicodeCategory.Format)
            {
                return "holds white space or an invisible character, as happens when a key is pasted";
            }

            if (char.IsSurrogate(character))
            {
                return "holds a character outside of the basic plane, which no key has";
            }
        }

        return null;
    }
}
