namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>A refund of a payment: PROCESSING for a while, then what it ends as.</summary>
internal sealed record Refund
{
    public required string OutRefundNo { get; init; }

    public required string RefundId { get; init; }

    public required long RefundFee { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Gets when it was begun: later than it was accepted if it was NOTSURE and was asked for again.</summary>
    public required DateTimeOffset BegunAt { get; init; }

    public required TimeSpan Delay { get; init; }

    public required RefundStatus Ending { get; init; }

    public RefundStatus StatusAt(DateTimeOffset time) =>
        time - BegunAt >= Delay ? Ending : RefundStatus.Processing;

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
