using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Shop;

/// <summary>How much of the shop one client, and all clients together, can take. Notifications of the gateway are not
/// limited.</summary>
public static class ShopLimits
{
    private const int Ipv6NetworkBytes = 8; // a subscriber has at least a network of 64 bits
    private const string Everybody = "";

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static void AddShopLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = RejectAsync;
        });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<ShopOptions>>(
            (limiter, shop) => limiter.GlobalLimiter = Limit(shop.Value));
    }

    // A client's own limit comes first: what it refuses takes nothing from the others.
    private static PartitionedRateLimiter<HttpContext> Limit(ShopOptions shop) => PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, (LimitedAs?, string)>(
            context => Take(context, ClientOf(context), shop.OrdersAMinutePerClient, shop.StreamsPerClient)),
        PartitionedRateLimiter.Create<HttpContext, (LimitedAs?, string)>(
            context => Take(context, Everybody, shop.OrdersAMinute, shop.Streams)));

    private static RateLimitPartition<(LimitedAs?, string)> Take(
        HttpContext context, string client, int orders, int streams) => FindLimit(context) switch
        {
            LimitedAs.Order => RateLimitPartition.GetSlidingWindowLimiter<(LimitedAs?, string)>(
                (LimitedAs.Order, client),
                _ => new() { PermitLimit = orders, Window = Minute, SegmentsPerWindow = 6 }),
            LimitedAs.Stream => RateLimitPartition.GetConcurrencyLimiter<(LimitedAs?, string)>(
                (LimitedAs.Stream, client), _ => new() { PermitLimit = streams }),
            _ => RateLimitPartition.GetNoLimiter<(LimitedAs?, string)>((null, Everybody)),
        };

    private static LimitedAs? FindLimit(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<LimitedAttribute>()?.Limit switch
        {
            LimitedAs.Order when !HttpMethods.IsPost(context.Request.Method) => null,
            var limit => limit,
        };

    private static string ClientOf(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } address => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } address => NetworkOf(address),
        var address => address.ToString(),
    };

    private static string NetworkOf(IPAddress address) =>
        Convert.ToHexString(address.GetAddressBytes()[..Ipv6NetworkBytes]);

    private static async ValueTask RejectAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var response = rejected.HttpContext.Response;
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : Minute;
        response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await response.WriteAsync("Too much at once from here. Wait a minute, then try again.", cancellationToken);
    }
}
