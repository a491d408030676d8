using System.Globalization;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

// One delivery has four steps. Its fault is drawn, once. A fault that delays it puts it back into the queue.
// Otherwise it is posted: not at all, once or several times, as the fault says. Each post is recorded and logged.
// Unless the gateway saw an acknowledgement, the next delivery is queued, up to ten in all (guide 3.1.4).
// A cancelled delivery returns to the queue with its fault. A notification must never be lost before its last delivery,
// and an acknowledgement of a forged one must never end the deliveries.

/// <summary>Delivers notifications with their faults, and records the deliveries.</summary>
internal sealed class NotificationSender(GatewayEngine engine, NotificationQueue queue, NotificationFaults faults)
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

    /// <summary>Delivers a notification that is due, or returns it to the queue for later.</summary>
    public async Task<IReadOnlyList<NotificationDelivery>> DeliverAsync(
        PendingNotification due, NotificationTransport transport, CancellationToken cancellationToken)
    {
        var now = engine.TimeProvider.GetUtcNow();
        var fault = due.Draw.IsDrawn ? due.Draw.Fault : faults.Draw(due.FaultKey);
        if (!due.Draw.IsDrawn && Postpone(due, fault, now) is { } later)
        {
            queue.Add(later);

            return [];
        }

        try
        {
            var deliveries = await PostAsync(due, fault, now, transport, cancellationToken).ConfigureAwait(false);
            Record(deliveries);
            if (!IsAcknowledged(deliveries, fault) && due.Next() is { } next)
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

    private static bool IsAcknowledged(IEnumerable<NotificationDelivery> deliveries, NotificationFault? fault) =>
        fault?.Kind != NotificationFaultKind.ResponseLost
        && deliveries.Any(delivery => delivery is { Result: DeliveryResult.Acknowledged, IsForged: false });

    private static PendingNotification? Postpone(
        PendingNotification due, NotificationFault? fault, DateTimeOffset now) =>
        fault is { Delay: { Ticks: > 0 } delay } ? due with { DueAt = due.DueAt + delay, Draw = (true, fault) }
        // After all others that are due.
        : fault?.Kind == NotificationFaultKind.Reordered ? due with { DueAt = now, Draw = (true, fault) }
        : null;

    private static async Task<IReadOnlyList<NotificationDelivery>> PostAsync(
        PendingNotification due,
        NotificationFault? fault,
        DateTimeOffset now,
        NotificationTransport transport,
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
                    .WhenAll(Enumerable.Range(0, fault.Times)
                        .Select(_ => transport.SendAsync(delivery, cancellationToken)))
                    .ConfigureAwait(false);

            case NotificationFaultKind.Forged:
                var forged = delivery with { Body = Forge(due.Body.Span), IsForged = true };
                return
                [
                    await transport.SendAsync(forged, cancellationToken).ConfigureAwait(false),
                    await transport.SendAsync(delivery, cancellationToken).ConfigureAwait(false),
                ];

            default:
                return [await transport.SendAsync(delivery, cancellationToken).ConfigureAwait(false)];
        }
    }

    /// <summary>Creates what an attacker without the key can post: a genuine notification with twice the
    /// amount.</summary>
    private static byte[] Forge(ReadOnlySpan<byte> genuine) => RawXml.Write(
        from field in XmlMessageCodec.Decode(genuine)
        select field.Key == FieldNames.TotalFee ? new(field.Key, Double(field.Value)) : field);

    private static string Double(string amount) =>
        (2 * long.Parse(amount, CultureInfo.InvariantCulture)).ToString(CultureInfo.InvariantCulture);

    private void Record(IReadOnlyList<NotificationDelivery> deliveries)
    {
        lock (_lock)
        {
            _deliveries.AddRange(deliveries);
        }

        foreach (var delivery in deliveries.Where(delivery => !delivery.IsForged))
        {
            engine.Log(new()
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
