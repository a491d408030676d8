using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Shop;

/// <summary>Reads all orders whose pages are open from the database, together, for all who watch: another process may
/// have changed them. While nobody watches, nothing is read.</summary>
public sealed class OrderWatch(IServiceScopeFactory scopes, TimeProvider time, ILogger<OrderWatch> logger)
    : BackgroundService
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<Channel<OrderSnapshot>, string> _watchers = [];

    /// <summary>Returns how an order stands, again and again. It ends if there is none, and when it is
    /// cancelled.</summary>
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

    /// <summary>Tells all who watch how their orders stand now.</summary>
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
        var pause = new Pause(Every, time);
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
