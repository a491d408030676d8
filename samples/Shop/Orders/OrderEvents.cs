using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Shop;

/// <summary>Sends server-sent events to the page of an order when it changes, until nothing is pending.</summary>
public static class OrderEvents
{
    // After that the browser reconnects. So a connection that broke silently does not count forever.
    private static readonly TimeSpan MaxDuration = TimeSpan.FromMinutes(10);

    public static void MapOrderEvents(this IEndpointRouteBuilder endpoints) => endpoints
        .MapGet(
            "/orders/{outTradeNo}/events",
            (string outTradeNo, OrderWatch watch, TimeProvider time, IHostApplicationLifetime host,
                CancellationToken cancellationToken) => TypedResults.ServerSentEvents(
                    StreamAsync(outTradeNo, watch, time, host.ApplicationStopping, cancellationToken)))
        .WithMetadata(new RateLimitedAttribute(RateLimit.Stream));

    private static async IAsyncEnumerable<SseItem<string>> StreamAsync(
        string outTradeNo,
        OrderWatch watch,
        TimeProvider time,
        CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(MaxDuration, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stopping, cancellationToken);
        string? sent = null;
        await foreach (var snapshot in watch.WatchAsync(outTradeNo, end.Token))
        {
            if (snapshot.Version != sent)
            {
                sent = snapshot.Version;
                yield return new SseItem<string>(sent);
            }

            if (!snapshot.IsPending)
            {
                yield return new SseItem<string>("Nothing is pending.", "end"); // the browser does not reconnect
                yield break;
            }
        }
    }
}
