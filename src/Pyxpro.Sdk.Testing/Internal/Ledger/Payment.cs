using System.Collections.Immutable;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>A payment of an order, with its refunds.</summary>
internal sealed record Payment
{
    public required string TransactionId { get; init; }

    public required string OutTransactionId { get; init; }

    public required long TotalFee { get; init; }

    public required long CouponFee { get; init; }

    public required DateTimeOffset PaidAt { get; init; }

    public ImmutableList<Refund> Refunds { get; init; } = [];

    public TradeState StateAt(DateTimeOffset time) =>
        Refunds.Exists(refund => refund.AcceptedAt <= time && !refund.StatusAt(time).IsFailed)
            ? TradeState.Refund
            : TradeState.Success;

    /// <summary>Returns what can still be refunded: the amount without the coupon (guide 3.1.7) and without all refunds
    /// that have not failed. A refund that is CHANGE counts, because the merchant pays it in another way.</summary>
    public long RefundableAt(DateTimeOffset time) =>
        TotalFee - CouponFee - Refunds.Where(refund => !refund.StatusAt(time).IsFailed).Sum(refund => refund.RefundFee);

    public Payment With(Refund refund)
    {
        var index = Refunds.FindIndex(other => other.OutRefundNo == refund.OutRefundNo);

        return this with { Refunds = index < 0 ? Refunds.Add(refund) : Refunds.SetItem(index, refund) };
    }

    public SimulatedPayment ToSnapshot() => new()
    {
        TransactionId = TransactionId,
        OutTransactionId = OutTransactionId,
        TotalFee = TotalFee,
        CouponFee = CouponFee,
        PaidAt = PaidAt,
    };
}
