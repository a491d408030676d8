namespace Pyxpro.Sdk.AspNetCore;

/// <summary>Stores the last notifications that this process handled, in memory. Register it as a singleton.</summary>
/// <remarks>It is lost when the process ends, not shared with other processes, and not in the handler's transaction. It
/// saves work, but the handler must still mark an order paid only once.</remarks>
public sealed class InMemoryNotificationStore : IPaymentNotificationStore
{
    private static readonly Task<bool> Handled = Task.FromResult(true);

    private readonly object _lock = new();
    private readonly Dictionary<string, Task<bool>> _known = [];
    private readonly Queue<string> _handled = new();
    private readonly int _capacity;

    /// <summary>Creates an empty store.</summary>
    /// <param name="capacity">How many notifications it stores; the oldest is removed first.</param>
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

        var completion = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        while (FindOrAdd(key, completion.Task) is { } other)
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
            Complete(key, isHandled);
            completion.SetResult(isHandled);
        }
    }

    private Task<bool>? FindOrAdd(string key, Task<bool> mine)
    {
        lock (_lock)
        {
            return _known.TryAdd(key, mine) ? null : _known[key];
        }
    }

    private void Complete(string key, bool isHandled)
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
