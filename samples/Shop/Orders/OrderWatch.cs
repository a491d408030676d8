using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Shop;

/// <summary>Polls the database for the orders whose pages are open, because another process may have changed them. One
/// query serves all watchers. Without watchers there is none.</summary>
public sealed class OrderWatch(IServiceScopeFactory scopes, TimeProvider time, ILogger<OrderWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan PollingInterval = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<Channel<OrderSnapshot>, string> _watchers = [];

    /// <summary>Returns the state of an order at each poll. Ends on cancellation, or if there is no such
    /// order.</summary>
    public async IAsyncEnumerable<OrderSnapshot> WatchAsync(
        string outTradeNo, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var news = Channel.CreateBounded<OrderSnapshot>(
            new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        await using var ending = cancellationToken.Register(() => news.Writer.TryComplete());
        _watchers[news] = outTradeNo;
        try
        {
            await foreach (var snapshot in news.Reader.ReadAllAsync(CancellationToken.None))
            {
                yield return snapshot;
            }
        }
        finally
        {
            _watchers.TryRemove(news, out _);
        }
    }

    /// <summary>Reads the watched orders and passes them to the watchers.</summary>
    public async Task ReadOnceAsync(CancellationToken cancellationToken)
    {
        var watchers = _watchers.ToArray();
        if (watchers.Length == 0)
        {
            return;
        }

        await using var scope = scopes.CreateAsyncScope();
        var found = await OrderSnapshot.FindAsync(
            scope.ServiceProvider.GetRequiredService<ShopDatabase>(),
            [.. watchers.Select(watcher => watcher.Value).Distinct()],
            cancellationToken);
        foreach (var (news, outTradeNo) in watchers)
        {
            if (found.TryGetValue(outTradeNo, out var snapshot))
            {
                news.Writer.TryWrite(snapshot);
            }
            else
            {
                news.Writer.TryComplete();
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var pause = new Pause(PollingInterval, time);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ReadOnceAsync(stoppingToken);
                pause.Succeeded();
            }
            catch (Exception exception)
            {
                Log.WatchFailed(logger, pause.Failed(), exception);
            }

            await pause.WaitAsync(stoppingToken);
        }
    }
}
