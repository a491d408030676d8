using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace Shop;

/// <summary>Tells a page when its order has changed, by server-sent events, until nothing is pending any more.</summary>
public static class OrderEvents
{
    // Then the browser asks anew: one that is gone without a word does not count for ever.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static void MapOrderEvents(this IEndpointRouteBuilder endpoints) => endpoints
        .MapGet(
            "/orders/{outTradeNo}/events",
            (string outTradeNo, OrderWatch watch, TimeProvider time, IHostApplicationLifetime host,
                CancellationToken cancellationToken) => TypedResults.ServerSentEvents(
                    TellAsync(outTradeNo, watch, time, host.ApplicationStopping, cancellationToken)))
        .WithMetadata(new LimitedAttribute(LimitedAs.Stream));

    private static async IAsyncEnumerable<SseItem<string>> TellAsync(
        string outTradeNo,
        OrderWatch watch,
        TimeProvider time,
        CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var longest = new CancellationTokenSource(Longest, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(longest.Token, stopping, cancellationToken);
        string? told = null;
        await foreach (var snapshot in watch.WatchAsync(outTradeNo, end.Token))
        {
            if (snapshot.Version != told)
            {
                told = snapshot.Version;
                yield return new SseItem<string>(told);
            }

            if (!snapshot.IsPending)
            {
                yield return new SseItem<string>("Nothing is pending.", "end"); // the browser does not come back
                yield break;
            }
        }
    }
}
