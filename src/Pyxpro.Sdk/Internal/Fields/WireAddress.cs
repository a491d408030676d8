using System.Net;
using System.Net.Sockets;

namespace Pyxpro.Sdk.Internal;

/// <summary>IP addresses on the wire: IPv4 in dotted decimals.</summary>
internal static class WireAddress
{
    private const int MaxLength = 15;

    /// <summary>Returns the IPv4 address that an IPv6 address maps, such as <c>::ffff:203.0.113.7</c>: dual-stack
    /// sockets report IPv4 clients in this form. Returns any other text as it is.</summary>
    public static string Write(string address) =>
        address.Contains(':', StringComparison.Ordinal)
        && IPAddress.TryParse(address, out var parsed)
        && parsed.IsIPv4MappedToIPv6
            ? parsed.MapToIPv4().ToString()
            : address;

    /// <summary>Returns what is wrong with an address, or null.</summary>
    public static string? Validate(string address)
    {
        // IPAddress reads "1" and "0x7f.1" too.
        Span<char> canonical = stackalloc char[MaxLength];

        return !IPAddress.TryParse(address, out var parsed) ? "must be an IPv4 address in dotted decimals"
            : parsed.AddressFamily == AddressFamily.InterNetworkV6
                ? "must be an IPv4 address in dotted decimals; it is an IPv6 address, which the gateway does not accept"
            : parsed.TryFormat(canonical, out var length) && address.AsSpan().SequenceEqual(canonical[..length]) ? null
            : "must be an IPv4 address in dotted decimals";
    }
}
