namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Posts notifications, with what goes wrong on the way, and remembers how each delivery ended.</summary>
internal sealed class NotificationSender(GatewayEngine engine, DeliveryQueue queue, NotificationFaults faults)
{
    private readonly object _lock = new();
    private readonly List<NotificationDelivery> _deliveries = [];

    public IReadOnlyList<NotificationDelivery> CopyDeliveries()
    {
        lock (_lock)
        {
            return _deliveries.ToArray();
        }
    }

    /// <summary>Delivers a notification that is due, or puts it back for later.</summary>
    public async Task<IReadOnlyList<NotificationDelivery>> DeliverAsync(
        PendingNotification due, NotificationPost post, CancellationToken cancellationToken)
    {
        var now = engine.TimeProvider.GetUtcNow();
        var fault = due.Draw.IsDrawn ? due.Draw.Fault : faults.Draw(due.Number);
        if (!due.Draw.IsDrawn && Postpone(due, fault, now) is { } later)
        {
            queue.Add(later);

            return [];
        }

        try
        {
            var deliveries = await PostAsync(due, fault, now, post, cancellationToken).ConfigureAwait(false);
            Remember(deliveries);
            if (!IsSettled(deliveries, fault) && due.Next() is { } next)
            {
                queue.Add(next);
            }

            return deliveries;
        }
        catch (OperationCanceledException)
        {
            queue.Add(due with { Draw = (true, fault) });
            throw;
        }
    }

    private static bool IsSettled(IEnumerable<NotificationDelivery> deliveries, NotificationFault? fault) =>
        fault?.Kind != NotificationFaultKind.AnswerLost
        && deliveries.Any(delivery => delivery is { Result: DeliveryResult.Acknowledged, IsForged: false });

    private static PendingNotification? Postpone(
        PendingNotification due, NotificationFault? fault, DateTimeOffset now) =>
        fault is { Delay: { Ticks: > 0 } delay } ? due with { DueAt = due.DueAt + delay, Draw = (true, fault) }
        // Behind all others that are due.
        : fault?.Kind == NotificationFaultKind.Overtaken ? due with { DueAt = now, Draw = (true, fault) }
        : null;

    private static async Task<IReadOnlyList<NotificationDelivery>> PostAsync(
        PendingNotification due,
        NotificationFault? fault,
        DateTimeOffset now,
        NotificationPost post,
        CancellationToken cancellationToken)
    {
        var delivery = new NotificationDelivery
        {
            MchId = due.MchId,
            OutTradeNo = due.OutTradeNo,
            TransactionId = due.TransactionId,
            Attempt = due.Attempts + 1,
            DueAt = due.DueAt,
            PostedAt = now,
            NotifyUrl = due.NotifyUrl,
            Body = due.Body,
            Result = DeliveryResult.Lost,
            Fault = fault,
        };
        switch (fault?.Kind)
        {
            case NotificationFaultKind.Lost:
                return [delivery];

            case NotificationFaultKind.Duplicated:
                return await Task
                    .WhenAll(Enumerable.Range(0, fault.Times).Select(_ => post.SendAsync(delivery, cancellationToken)))
                    .ConfigureAwait(false);

            case NotificationFaultKind.Forged:
                var forged = delivery with { Body = ForgedNotification.Make(due.Body.Span), IsForged = true };
                return
                [
                    await post.SendAsync(forged, cancellationToken).ConfigureAwait(false),
                    await post.SendAsync(delivery, cancellationToken).ConfigureAwait(false),
                ];

            default:
                return [await post.SendAsync(delivery, cancellationToken).ConfigureAwait(false)];
        }
    }

    private void Remember(IReadOnlyList<NotificationDelivery> deliveries)
    {
        lock (_lock)
        {
            _deliveries.AddRange(deliveries);
        }

        foreach (var delivery in deliveries.Where(delivery => !delivery.IsForged))
        {
            engine.Write(new()
            {
                At = delivery.PostedAt,
                Event = GatewayEvent.NotificationPosted,
                MchId = delivery.MchId,
                OutTradeNo = delivery.OutTradeNo,
                TransactionId = delivery.TransactionId,
                Sent = delivery.Body,
            });
        }
    }
}
