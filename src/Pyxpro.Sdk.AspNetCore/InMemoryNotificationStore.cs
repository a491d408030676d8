namespace Pyxpro.Sdk.AspNetCore;

/// <summary>Remembers the last notifications that this process handled. Register it as a singleton.</summary>
/// <remarks>It forgets when the process ends, knows nothing of other processes, and is not in the transaction of what
/// the handler writes: it spares work, and does not replace an order that is marked paid only once.</remarks>
public sealed class InMemoryNotificationStore : IPaymentNotificationStore
{
    private static readonly Task<bool> Handled = Task.FromResult(true);

    private readonly object _lock = new();
    private readonly Dictionary<string, Task<bool>> _known = [];
    private readonly Queue<string> _handled = new();
    private readonly int _capacity;

    /// <summary>Makes a store that remembers nothing yet.</summary>
    /// <param name="capacity">How many notifications it remembers; the oldest is forgotten first.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is not positive.</exception>
    public InMemoryNotificationStore(int capacity = 10_000)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);

        _capacity = capacity;
    }

    /// <inheritdoc/>
    public async Task<bool> HandleOnceAsync(
        string key,
        PaymentNotification notification,
        Func<CancellationToken, Task> handle,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(handle);

        var end = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        while (FindOrBegin(key, end.Task) is { } other)
        {
            if (await other.WaitAsync(cancellationToken).ConfigureAwait(false))
            {
                return false;
            }
        }

        var isHandled = false;
        try
        {
            await handle(cancellationToken).ConfigureAwait(false);
            isHandled = true;

            return true;
        }
        finally
        {
            End(key, isHandled);
            end.SetResult(isHandled);
        }
    }

    private Task<bool>? FindOrBegin(string key, Task<bool> mine)
    {
        lock (_lock)
        {
            return _known.TryAdd(key, mine) ? null : _known[key];
        }
    }

    private void End(string key, bool isHandled)
    {
        lock (_lock)
        {
            if (!isHandled)
            {
                _known.Remove(key);

                return;
            }

            _known[key] = Handled;
            _handled.Enqueue(key);
            if (_handled.Count > _capacity)
            {
                _known.Remove(_handled.Dequeue());
            }
        }
    }
}
