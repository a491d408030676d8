using System.Net;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>Checks, when the application has started, whether the gateway can reach the endpoints by the NotifyUrl of
/// their merchants. It is metadata of its endpoint.</summary>
internal sealed class NotifyUrlCheck
{
    // Reserved for tests, documentation and private networks.
    private static readonly string[] PrivateDomains =
        [".localhost", ".local", ".internal", ".lan", ".home.arpa", ".test", ".example", ".invalid"];

    private static readonly IPNetwork[] PrivateNetworks =
    [
        IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("100.64.0.0/10"),
        IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("169.254.0.0/16"), IPNetwork.Parse("172.16.0.0/12"),
        IPNetwork.Parse("192.168.0.0/16"), IPNetwork.Parse("::/127"), IPNetwork.Parse("fc00::/7"),
        IPNetwork.Parse("fe80::/10"),
    ];

    private readonly IServiceProvider _services;
    private readonly IReadOnlyList<string> _merchants;
    private readonly NotificationTelemetry _telemetry;

    public NotifyUrlCheck(
        IServiceProvider services, IReadOnlyList<string> merchants, NotificationTelemetry telemetry)
    {
        _services = services;
        _merchants = merchants;
        _telemetry = telemetry;
    }

    /// <summary>Runs the check when all endpoints are mapped.</summary>
    public void RunWhenStarted() =>
        _services.GetService<IHostApplicationLifetime>()?.ApplicationStarted.Register(Run);

    private void Run()
    {
        try
        {
            var routes = _services.GetRequiredService<EndpointDataSource>().Endpoints
                .OfType<RouteEndpoint>()
                .Where(route => Find(route) is not null)
                .ToList();

            // A merchant can have several endpoints: the first one checks for all.
            if (routes.Count == 0 || Find(routes[0]) != this)
            {
                return;
            }

            var merchants = routes
                .SelectMany(route => Find(route)!._merchants, ValueTuple.Create)
                .GroupBy(use => use.Item2, use => use.Item1, StringComparer.Ordinal);
            foreach (var merchant in merchants)
            {
                Check(merchant.Key, [.. merchant]);
            }
        }
        catch (Exception)
        {
            // Endpoints that cannot be built must not prevent the start: the server reports them.
        }
    }

    private static NotifyUrlCheck? Find(RouteEndpoint route) => route.Metadata.GetMetadata<NotifyUrlCheck>();

    private void Check(string merchant, IReadOnlyList<RouteEndpoint> routes)
    {
        PyxproOptions options;
        try
        {
            options = _services.GetRequiredService<IOptionsMonitor<PyxproOptions>>().Get(merchant);
        }
        catch (OptionsValidationException)
        {
            // The calls of this merchant report it.
            return;
        }

        if (options is { GatewayUrl: { } gateway, NotifyUrl: { } url }
            && string.Join(" and ", FindProblems(gateway, url, routes)) is { Length: > 0 } problems)
        {
            // Without user and query, which can hold secrets.
            var shown = url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);
            _telemetry.OnNotifyUrlSuspect(options.MchId, shown, problems);
        }
    }

    private static IEnumerable<string> FindProblems(Uri gateway, Uri url, IReadOnlyList<RouteEndpoint> routes)
    {
        // A simulator on this machine or in this network reaches it too.
        if (IsPublic(gateway) && !IsPublic(url))
        {
            yield return "names a host that is not on the internet";
        }

        if (!routes.Any(route => IsMapped(url, route)))
        {
            var mapped = routes.Select(route => route.RoutePattern.RawText).Distinct();
            yield return $"has a path that is not mapped for this merchant (mapped: {string.Join(", ", mapped)})";
        }
    }

    private static bool IsPublic(Uri url)
    {
        var host = url.DnsSafeHost.TrimEnd('.');
        if (!IPAddress.TryParse(host, out var address))
        {
            return host.Contains('.', StringComparison.Ordinal)
                && !PrivateDomains.Any(domain => host.EndsWith(domain, StringComparison.OrdinalIgnoreCase));
        }

        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;

        return !PrivateNetworks.Any(network => network.Contains(plain));
    }

    /// <summary>Returns whether a path or its end matches a route: a reverse proxy or UsePathBase can remove the first
    /// segments.</summary>
    private static bool IsMapped(Uri url, RouteEndpoint route)
    {
        var matcher = new TemplateMatcher(
            new RouteTemplate(route.RoutePattern), new RouteValueDictionary(route.RoutePattern.Defaults));
        var path = Uri.UnescapeDataString(url.AbsolutePath);
        for (var start = 0; start >= 0; start = path.IndexOf('/', start + 1))
        {
            if (matcher.TryMatch(path[start..], []))
            {
                return true;
            }
        }

        return matcher.TryMatch("/", []);
    }
}
