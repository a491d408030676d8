using Pyxpro.Sdk.Testing.Internal;

namespace Pyxpro.Sdk.Testing;

/// <summary>The notifications of a <see cref="GatewaySimulator"/>. Each is posted to the <c>notify_url</c> of its order
/// until it is acknowledged: by HTTP 200 and the text <c>success</c>, in upper or lower case, within five
/// seconds.</summary>
/// <remarks>There are ten deliveries at most: 0, 15, 15, 30, 180, four times 1800, and 3600 seconds after the one
/// before (guide 3.1.4).</remarks>
public sealed class SimulatedNotifications
{
    private readonly GatewayEngine _engine;
    private readonly NotificationQueue _queue = new();
    private readonly NotificationSender _sender;
    private NotificationTransport? _transport;

    internal SimulatedNotifications(GatewayEngine engine)
    {
        _engine = engine;
        _sender = new NotificationSender(engine, _queue, Faults);
    }

    /// <summary>Gets the faults of deliveries.</summary>
    public NotificationFaults Faults { get; } = new();

    /// <summary>Gets all deliveries, oldest first, including forged ones.</summary>
    public IReadOnlyList<NotificationDelivery> Deliveries => _sender.CopyDeliveries();

    /// <summary>Gets when the next delivery is due.</summary>
    /// <value><see langword="null"/> if none is waiting.</value>
    public DateTimeOffset? NextDueAt => _queue.NextDueAt;

    /// <summary>Sets the client that posts the notifications: that of a test server, which accepts every address, or
    /// any other.</summary>
    /// <param name="httpClient">The client. The caller disposes it.</param>
    public void UseHttpClient(HttpClient httpClient)
    {
        ArgumentNullException.ThrowIfNull(httpClient);

        _transport = new NotificationTransport(httpClient, _engine.TimeProvider);
    }

    /// <summary>Posts the notifications that are due, one after another, until none is. If the clock has jumped, all
    /// deliveries in between are made.</summary>
    /// <param name="cancellationToken">Stops the delivery. The current notification stays in the queue.</param>
    /// <returns>The deliveries.</returns>
    /// <exception cref="InvalidOperationException"><see cref="UseHttpClient"/> was not called.</exception>
    public async Task<IReadOnlyList<NotificationDelivery>> DeliverAsync(CancellationToken cancellationToken = default)
    {
        var transport = _transport ?? throw new InvalidOperationException(
            $"Call {nameof(UseHttpClient)} first: the gateway needs a client to post notifications.");
        List<NotificationDelivery> deliveries = [];
        while (_queue.TakeDue(_engine.TimeProvider.GetUtcNow()) is { } due)
        {
            deliveries.AddRange(await _sender.DeliverAsync(due, transport, cancellationToken).ConfigureAwait(false));
        }

        return deliveries;
    }

    /// <summary>Advances a fake clock from one delivery to the next, and makes each at its time.</summary>
    /// <param name="by">By how much the clock is advanced.</param>
    /// <param name="advance">Advances the simulator's clock, as <c>FakeTimeProvider.Advance</c> does.</param>
    /// <param name="cancellationToken">Stops the delivery.</param>
    /// <returns>The deliveries.</returns>
    /// <exception cref="InvalidOperationException"><see cref="UseHttpClient"/> was not called.</exception>
    public async Task<IReadOnlyList<NotificationDelivery>> AdvanceAsync(
        TimeSpan by, Action<TimeSpan> advance, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(advance);
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);

        var end = _engine.TimeProvider.GetUtcNow() + by;
        List<NotificationDelivery> deliveries = [.. await DeliverAsync(cancellationToken).ConfigureAwait(false)];
        while (NextDueAt is { } due && due <= end)
        {
            AdvanceTo(due, advance);
            deliveries.AddRange(await DeliverAsync(cancellationToken).ConfigureAwait(false));
        }

        AdvanceTo(end, advance);

        return deliveries;
    }

    /// <summary>Posts each notification when it is due, by the simulator's clock, until it is cancelled. It can run
    /// several times at once.</summary>
    /// <param name="cancellationToken">Stops it, without an exception.</param>
    /// <exception cref="InvalidOperationException"><see cref="UseHttpClient"/> was not called.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            // Before the delivery, so that no notification that is added in the meantime is missed.
            var added = _queue.Added;
            try
            {
                await DeliverAsync(cancellationToken).ConfigureAwait(false);
                await WaitAsync(added, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Sends the notifications of an order again, whether they were acknowledged or not.</summary>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> selects this order number of every merchant.</param>
    /// <exception cref="InvalidOperationException">There was no notification of such an order.</exception>
    public void Resend(string outTradeNo, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(outTradeNo);

        var entries = _engine.CopyLog()
            .Where(entry => entry.Event is GatewayEvent.OrderPaid or GatewayEvent.PaymentFailed
                && entry.OutTradeNo == outTradeNo
                && (mchId is null || entry.MchId == mchId))
            .ToList();
        if (entries.Count == 0)
        {
            throw new InvalidOperationException($"There was no notification of an order '{outTradeNo}'.");
        }

        foreach (var entry in entries)
        {
            Add(entry);
        }
    }

    /// <summary>Queues the notification of a log entry.</summary>
    internal void Add(GatewayLogEntry entry) => _engine.With(entry.MchId!, context =>
    {
        var order = context.Ledger.Find(entry.OutTradeNo!)!;
        var notification = new PendingNotification
        {
            MchId = context.Account.MchId,
            OutTradeNo = order.OutTradeNo,
            TransactionId = entry.TransactionId,
            FaultKey = $"{order.OutTradeNo}/{order.IndexOf(entry.TransactionId)}",
            NotifyUrl = order.Terms.NotifyUrl,
            Body = entry.Sent,
            DueAt = context.Now,
        };
        _queue.Add(notification);

        return notification;
    });

    private void AdvanceTo(DateTimeOffset time, Action<TimeSpan> advance)
    {
        // The clock can be past that time, if the test has advanced it too.
        if (time - _engine.TimeProvider.GetUtcNow() is { Ticks: > 0 } delay)
        {
            advance(delay);
        }
    }

    private async Task WaitAsync(Task added, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var delay = NextDueAt is not { } due ? Timeout.InfiniteTimeSpan
            : due - _engine.TimeProvider.GetUtcNow() is { Ticks: > 0 } time ? time
            : TimeSpan.Zero;

        await Task.WhenAny(added, Task.Delay(delay, _engine.TimeProvider, stop.Token)).ConfigureAwait(false);
        await stop.CancelAsync().ConfigureAwait(false);
    }
}
