namespace Pyxpro.Sdk.Internal;

/// <summary>The URLs that money may travel by: https, and plain http within this machine.</summary>
internal static class WireUrl
{
    public static bool IsAllowed(Uri url) =>
        url.IsAbsoluteUri && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp && url.IsLoopback));
}
