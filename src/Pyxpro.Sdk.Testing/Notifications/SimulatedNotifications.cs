using Pyxpro.Sdk.Testing.Internal;

namespace Pyxpro.Sdk.Testing;

/// <summary>The notifications of a <see cref="GatewaySimulator"/>: they wait in a queue, and are posted to the
/// <c>notify_url</c> of their order until they are acknowledged with <c>success</c>, in any case, within five seconds
/// and with HTTP 200: 0, 15, 15, 30, 180, four times 1800, and 3600 seconds after the delivery before (guide 3.1.4).
/// After the tenth the gateway gives up.</summary>
public sealed class SimulatedNotifications
{
    private readonly GatewayEngine _engine;
    private readonly DeliveryQueue _queue = new();
    private readonly NotificationSender _deliverer;
    private NotificationPost? _post;

    internal SimulatedNotifications(GatewayEngine engine)
    {
        _engine = engine;
        _deliverer = new NotificationSender(engine, _queue, Faults);
    }

    /// <summary>Gets which deliveries go wrong, and how.</summary>
    public NotificationFaults Faults { get; } = new();

    /// <summary>Gets every delivery until now, oldest first, the forged ones included.</summary>
    public IReadOnlyList<NotificationDelivery> Deliveries => _deliverer.CopyDeliveries();

    /// <summary>Gets when the next delivery is due.</summary>
    /// <value><see langword="null"/> if none is waiting.</value>
    public DateTimeOffset? NextDueAt => _queue.NextDueAt;

    /// <summary>Sets what carries the notifications: a client of a test server, which takes any address for its own, or
    /// a plain one.</summary>
    /// <param name="httpClient">The client; it stays the caller's to dispose.</param>
    public void SendOver(HttpClient httpClient)
    {
        ArgumentNullException.ThrowIfNull(httpClient);

        _post = new NotificationPost(httpClient, _engine.TimeProvider);
    }

    /// <summary>Posts all that is due, one after another, until nothing is. What fell due while the clock jumped is
    /// caught up with.</summary>
    /// <param name="cancellationToken">Stops posting. What was being posted stays in the queue.</param>
    /// <returns>What was posted.</returns>
    /// <exception cref="InvalidOperationException"><see cref="SendOver"/> was not called.</exception>
    public async Task<IReadOnlyList<NotificationDelivery>> DeliverAsync(CancellationToken cancellationToken = default)
    {
        var post = _post ?? throw new InvalidOperationException(
            $"Call {nameof(SendOver)} first: the gateway has nothing to post notifications with.");
        List<NotificationDelivery> posted = [];
        while (_queue.TakeDue(_engine.TimeProvider.GetUtcNow()) is { } due)
        {
            posted.AddRange(await _deliverer.DeliverAsync(due, post, cancellationToken).ConfigureAwait(false));
        }

        return posted;
    }

    /// <summary>Lets time pass: moves a clock from one delivery to the next, and posts each at its time.</summary>
    /// <param name="by">How much time passes.</param>
    /// <param name="advance">Moves the simulator's clock on, as <c>FakeTimeProvider.Advance</c> does.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>What was posted.</returns>
    /// <exception cref="InvalidOperationException"><see cref="SendOver"/> was not called.</exception>
    public async Task<IReadOnlyList<NotificationDelivery>> AdvanceAsync(
        TimeSpan by, Action<TimeSpan> advance, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(advance);
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);

        var end = _engine.TimeProvider.GetUtcNow() + by;
        List<NotificationDelivery> posted = [.. await DeliverAsync(cancellationToken).ConfigureAwait(false)];
        while (NextDueAt is { } due && due <= end)
        {
            AdvanceTo(due, advance);
            posted.AddRange(await DeliverAsync(cancellationToken).ConfigureAwait(false));
        }

        AdvanceTo(end, advance);

        return posted;
    }

    /// <summary>Posts each notification when it is due, by the simulator's clock, until it is cancelled. Several such
    /// runs share the work.</summary>
    /// <param name="cancellationToken">Ends it, without an exception.</param>
    /// <exception cref="InvalidOperationException"><see cref="SendOver"/> was not called.</exception>
    public async Task RunAsync(CancellationToken cancellationToken = default)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            // Taken first, so that nothing that is added meanwhile is overlooked.
            var grown = _queue.Grown;
            try
            {
                await DeliverAsync(cancellationToken).ConfigureAwait(false);
                await WaitAsync(grown, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    /// <summary>Sends the notifications of an order again, acknowledged or not, as gateways do at times.</summary>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> takes every merchant's order of this number.</param>
    /// <exception cref="InvalidOperationException">There was no notification of such an order.</exception>
    public void SendAgain(string outTradeNo, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(outTradeNo);

        var made = _engine.CopyLog()
            .Where(entry => entry.Event is GatewayEvent.OrderPaid or GatewayEvent.PaymentFailed
                && entry.OutTradeNo == outTradeNo
                && (mchId is null || entry.MchId == mchId))
            .ToList();
        if (made.Count == 0)
        {
            throw new InvalidOperationException($"There was no notification of an order '{outTradeNo}'.");
        }

        foreach (var entry in made)
        {
            Add(entry);
        }
    }

    /// <summary>Puts the notification that an entry of the log made into the queue.</summary>
    internal void Add(GatewayLogEntry entry) => _engine.With(entry.MchId!, (account, now) =>
    {
        var order = account.Ledger.Find(entry.OutTradeNo!)!;
        var notification = new PendingNotification
        {
            MchId = account.MchId,
            OutTradeNo = order.OutTradeNo,
            TransactionId = entry.TransactionId,
            Number = $"{order.OutTradeNo}/{order.IndexOf(entry.TransactionId)}",
            NotifyUrl = order.Terms.NotifyUrl,
            Body = entry.Sent,
            DueAt = now,
        };
        _queue.Add(notification);

        return notification;
    });

    private void AdvanceTo(DateTimeOffset time, Action<TimeSpan> advance)
    {
        // Somebody else may have moved the clock, or added what is due already.
        if (time - _engine.TimeProvider.GetUtcNow() is { Ticks: > 0 } pause)
        {
            advance(pause);
        }
    }

    private async Task WaitAsync(Task grown, CancellationToken cancellationToken)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var pause = NextDueAt is not { } due ? Timeout.InfiniteTimeSpan
            : due - _engine.TimeProvider.GetUtcNow() is { Ticks: > 0 } time ? time
            : TimeSpan.Zero;

        await Task.WhenAny(grown, Task.Delay(pause, _engine.TimeProvider, woken.Token)).ConfigureAwait(false);
        await woken.CancelAsync().ConfigureAwait(false);
    }
}
