namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>The notifications that wait for their next delivery, the one that is due first in front. It can be used
/// from several threads.</summary>
internal sealed class DeliveryQueue
{
    private readonly object _lock = new();
    private readonly PriorityQueue<PendingNotification, (DateTimeOffset DueAt, long Sequence)> _queue = new();
    private TaskCompletionSource _grown = MakeSource();
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

    /// <summary>Gets a task that ends when something is added from now on.</summary>
    public Task Grown
    {
        get
        {
            lock (_lock)
            {
                return _grown.Task;
            }
        }
    }

    public void Add(PendingNotification notification)
    {
        TaskCompletionSource grown;
        lock (_lock)
        {
            _queue.Enqueue(notification, (notification.DueAt, ++_lastSequence));
            (grown, _grown) = (_grown, MakeSource());
        }

        grown.SetResult();
    }

    /// <summary>Takes out what is due first, or returns null.</summary>
    public PendingNotification? TakeDue(DateTimeOffset now)
    {
        lock (_lock)
        {
            return _queue.TryPeek(out var next, out _) && next.DueAt <= now ? _queue.Dequeue() : null;
        }
    }

    private static TaskCompletionSource MakeSource() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
