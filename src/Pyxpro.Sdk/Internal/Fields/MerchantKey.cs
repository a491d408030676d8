using System.Globalization;

namespace Pyxpro.Sdk.Internal;

/// <summary>Validates a merchant's key, and never shows it.</summary>
internal static class MerchantKey
{
    private const string GuidesKey = "01bf86746b7a8258a174c728c17d3de5";
    private const string GuidesHost = "pay.wepayez.com";

    /// <summary>Returns what is wrong with a key, or null.</summary>
    public static string? Validate(string key)
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

    /// <summary>Returns what is wrong with a key at a gateway, or null. The key that the guide prints (2.2) is known to
    /// everybody, also to those who forge notifications.</summary>
    public static string? Validate(string key, Uri? gatewayUrl) =>
        Validate(key) ?? (key == GuidesKey && gatewayUrl is { IsAbsoluteUri: true } && !IsForTests(gatewayUrl)
            ? "is the test key that the guide prints for everybody to read; it is for the guide's test server only"
            : null);

    /// <summary>Says whether the key is the guide's, at the guide's own server: there, everybody who has read the guide
    /// can sign for the merchant.</summary>
    public static bool IsPublished(string? key, Uri? gatewayUrl) => key == GuidesKey && gatewayUrl?.Host == GuidesHost;

    // Nobody owns the names that RFC 2606 and RFC 6761 reserve for tests.
    private static bool IsForTests(Uri url) =>
        url.IsLoopback
        || url.Host == GuidesHost
        || url.Host.Split('.')[^1] is "test" or "example" or "invalid" or "localhost";
}
