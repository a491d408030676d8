using System.Runtime.CompilerServices;

namespace Shop;

/// <summary>Tells a page when its order has changed, by server-sent events. It asks the database, because another
/// process may have changed it.</summary>
public static class OrderEvents
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    public static void MapOrderEvents(this IEndpointRouteBuilder endpoints) => endpoints.MapGet(
        "/orders/{outTradeNo}/events",
        (string outTradeNo, IServiceScopeFactory scopes, TimeProvider time, IHostApplicationLifetime host,
            CancellationToken cancellationToken) => TypedResults.ServerSentEvents(
                WatchAsync(outTradeNo, scopes, time, host.ApplicationStopping, cancellationToken)));

    private static async IAsyncEnumerable<string> WatchAsync(
        string outTradeNo,
        IServiceScopeFactory scopes,
        TimeProvider time,
        CancellationToken stopping,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancellationToken);
        string? told = null;
        while (!end.IsCancellationRequested)
        {
            if (await FindVersionAsync(outTradeNo, scopes, cancellationToken) is not { } version)
            {
                yield break;
            }

            if (version != told)
            {
                told = version;
                yield return version;
            }

            await Task.Delay(Pause, time, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static async Task<string?> FindVersionAsync(
        string outTradeNo, IServiceScopeFactory scopes, CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<ShopDatabase>();

        return (await OrderSnapshot.FindAsync(database, outTradeNo, cancellationToken))?.Version;
    }
}
