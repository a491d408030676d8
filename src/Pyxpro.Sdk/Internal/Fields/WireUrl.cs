using System.Text;

namespace Pyxpro.Sdk.Internal;

/// <summary>URLs on the wire: ASCII only. An internationalised host is written as its DNS name (punycode), and
/// everything else is percent-encoded.</summary>
internal static class WireUrl
{
    public static string Write(Uri url)
    {
        var text = url.AbsoluteUri;

        return Ascii.IsValid(text) ? text : new UriBuilder(url) { Host = url.IdnHost }.Uri.AbsoluteUri;
    }

    /// <summary>Returns what is wrong with a URL, or null: it must be https. Plain http is allowed within this machine
    /// only.</summary>
    public static string? Validate(Uri url) =>
        !url.IsAbsoluteUri || !(url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback))
            ? "must be an absolute https URL (http is for loopback addresses only)"
        : !Ascii.IsValid(Write(url)) ? "has a host that no DNS name can be made of"
        : null;
}
