using System.Text;

namespace Pyxpro.Sdk.Internal;

/// <summary>URLs on the wire: ASCII only. An internationalised host is written as its DNS name (punycode), and
/// everything else is percent-encoded.</summary>
internal static class WireUrl
{
    /// <summary>Returns the text of a URL that is valid.</summary>
    public static string Write(Uri url) => TryWrite(url) ?? url.AbsoluteUri;

    /// <summary>Returns what is wrong with a URL, or null: it must be https. Plain http is allowed within this machine
    /// only.</summary>
    public static string? Validate(Uri url) =>
        !url.IsAbsoluteUri || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            ? "must be an absolute https URL (http is for loopback addresses only)"
        : TryWrite(url) is null ? "has a host that no DNS name can be made of"
        : null;

    private static string? TryWrite(Uri url)
    {
        if (Ascii.IsValid(url.AbsoluteUri))
        {
            return url.AbsoluteUri;
        }

        // Uri takes hosts that IDN does not: it throws, or keeps them.
        try
        {
            var text = new UriBuilder(url) { Host = url.IdnHost }.Uri.AbsoluteUri;

            return Ascii.IsValid(text) ? text : null;
        }
        catch (Exception exception) when (exception is UriFormatException or ArgumentException)
        {
            return null;
        }
    }
}
