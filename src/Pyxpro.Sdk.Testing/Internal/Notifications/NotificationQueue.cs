namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>The notifications that wait for their next delivery, in the order in which they are due. It is
/// thread-safe.</summary>
internal sealed class NotificationQueue
{
    private readonly object _lock = new();
    private readonly PriorityQueue<PendingNotification, (DateTimeOffset DueAt, long Sequence)> _queue = new();
    private TaskCompletionSource _added = MakeSource();
    private long _lastSequence;

    /// <summary>Gets when the next delivery is due, or null.</summary>
    public DateTimeOffset? NextDueAt
    {
        get
        {
            lock (_lock)
            {
                return _queue.TryPeek(out var next, out _) ? next.DueAt : null;
            }
        }
    }

    /// <summary>Gets a task that completes when the next notification is added.</summary>
    public Task Added
    {
        get
        {
            lock (_lock)
            {
                return _added.Task;
            }
        }
    }

    public void Add(PendingNotification notification)
    {
        TaskCompletionSource added;
        lock (_lock)
        {
            _queue.Enqueue(notification, (notification.DueAt, ++_lastSequence));
            (added, _added) = (_added, MakeSource());
        }

        added.SetResult();
    }

    /// <summary>Removes and returns the first that is due, or returns null.</summary>
    public PendingNotification? TakeDue(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _queue.TryPeek(out var next, out _) && next.DueAt <= now ? _queue.Dequeue() : null;
        }
    }

    private static TaskCompletionSource MakeSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
