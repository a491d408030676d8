using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Shop;

/// <summary>The rate limits, per client and for all clients together. The notification endpoint has none.</summary>
public static class ShopLimits
{
    private const int Ipv6NetworkBytes = 8; // a subscriber usually has a /64 network
    private const string AllClients = "";

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

    // The limit per client comes first, so that a rejected request does not count for the others.
    private static PartitionedRateLimiter<HttpContext> Limit(ShopOptions shop) => PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, (RateLimit?, string)>(
            context => GetPartition(context, GetClient(context), shop.OrdersAMinutePerClient, shop.StreamsPerClient)),
        PartitionedRateLimiter.Create<HttpContext, (RateLimit?, string)>(
            context => GetPartition(context, AllClients, shop.OrdersAMinute, shop.Streams)));

    private static RateLimitPartition<(RateLimit?, string)> GetPartition(
        HttpContext context, string client, int orders, int streams) => GetLimit(context) switch
        {
            RateLimit.Order => RateLimitPartition.GetSlidingWindowLimiter<(RateLimit?, string)>(
                (RateLimit.Order, client),
                _ => new() { PermitLimit = orders, Window = Minute, SegmentsPerWindow = 6 }),
            RateLimit.Stream => RateLimitPartition.GetConcurrencyLimiter<(RateLimit?, string)>(
                (RateLimit.Stream, client), _ => new() { PermitLimit = streams }),
            _ => RateLimitPartition.GetNoLimiter<(RateLimit?, string)>((null, AllClients)),
        };

    private static RateLimit? GetLimit(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RateLimitedAttribute>()?.Limit switch
        {
            RateLimit.Order when !HttpMethods.IsPost(context.Request.Method) => null,
            var limit => limit,
        };

    private static string GetClient(HttpContext context) => context.Connection.RemoteIpAddress switch
    {
        null => "unknown",
        { IsIPv4MappedToIPv6: true } address => address.MapToIPv4().ToString(),
        { AddressFamily: AddressFamily.InterNetworkV6 } address => GetNetwork(address),
        var address => address.ToString(),
    };

    private static string GetNetwork(IPAddress address) =>
        Convert.ToHexString(address.GetAddressBytes()[..Ipv6NetworkBytes]);

    private static async ValueTask RejectAsync(OnRejectedContext rejected, CancellationToken cancellationToken)
    {
        var response = rejected.HttpContext.Response;
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var retryAfter) ? retryAfter : Minute;
        response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        await response.WriteAsync("Too much at once from here. Wait a minute, then try again.", cancellationToken);
    }
}
