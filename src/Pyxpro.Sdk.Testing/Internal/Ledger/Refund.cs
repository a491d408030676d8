namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>A refund of a payment: PROCESSING for a while, then what it ends as.</summary>
internal sealed record Refund
{
    public required string OutRefundNo { get; init; }

    public required string RefundId { get; init; }

    public required long RefundFee { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Gets when it was begun: later than it was accepted if it began again.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    public required TimeSpan Delay { get; init; }

    public required RefundStatus Ending { get; init; }

    /// <summary>Gets what it was before it began again, or null.</summary>
    public Refund? Before { get; init; }

    public RefundStatus StatusAt(DateTimeOffset time) =>
        time < BegunAt && Before is not null ? Before.StatusAt(time)
        : time - BegunAt >= Delay ? Ending
        : RefundStatus.Processing;

    public Refund BeginAgain(DateTimeOffset now, TimeSpan delay, RefundStatus ending) => this with
    {
        BegunAt = now,
        Delay = delay,
        Ending = ending,
        Before = this,
    };

    public SimulatedRefund ToSnapshot(Order order, Payment payment, DateTimeOffset time) => new()
    {
        OutRefundNo = OutRefundNo,
        RefundId = RefundId,
        OutTradeNo = order.OutTradeNo,
        TransactionId = payment.TransactionId,
        RefundFee = RefundFee,
        AcceptedAt = AcceptedAt,
        RefundStatus = StatusAt(time),
    };
}
