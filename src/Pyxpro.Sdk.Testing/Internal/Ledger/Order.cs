using System.Collections.Immutable;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>An order with its payments and their refunds. Its state is computed from the times of what
/// happened.</summary>
internal sealed record Order
{
    public required string OutTradeNo { get; init; }

    public required OrderTerms Terms { get; init; }

    public required string FeeType { get; init; }

    public required string CodeUrl { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets the state while the order is not paid: NOTPAY, USERPAYING or PAYERROR.</summary>
    public TradeState OpenState { get; init; } = TradeState.NotPay;

    /// <summary>Gets how the order ended without a payment, and when.</summary>
    public (TradeState State, DateTimeOffset At)? End { get; init; }

    /// <summary>Gets the payments: more than one if two payers scanned the code.</summary>
    public ImmutableList<Payment> Payments { get; init; } = [];

    public TradeState StateAt(DateTimeOffset time) =>
        Payments.Find(payment => payment.PaidAt <= time) is { } payment ? payment.StateAt(time)
        : End is { } end && end.At <= time ? end.State
        : Terms.ExpiresAt <= time ? TradeState.Closed
        : OpenState;

    /// <summary>Returns whether a payer can pay, or is paying.</summary>
    public bool IsOpenAt(DateTimeOffset time) => Payments.IsEmpty && End is null && !(Terms.ExpiresAt <= time);

    /// <summary>Returns the index of a payment, or -1.</summary>
    public int IndexOf(string? transactionId) =>
        Payments.FindIndex(payment => payment.TransactionId == transactionId);

    public Payment? FindPayment(string transactionId) =>
        Payments.Find(payment => payment.TransactionId == transactionId);

    public (Payment Payment, Refund Refund)? FindRefund(string outRefundNo)
    {
        foreach (var payment in Payments)
        {
            if (payment.Refunds.Find(refund => refund.OutRefundNo == outRefundNo) is { } refund)
            {
                return (payment, refund);
            }
        }

        return null;
    }

    public Order With(Payment payment, Refund refund) => this with
    {
        Payments = Payments.Replace(payment, payment.With(refund)),
    };

    public SimulatedOrder ToSnapshot(DateTimeOffset time) => new()
    {
        OutTradeNo = OutTradeNo,
        TotalFee = Terms.TotalFee,
        FeeType = FeeType,
        Body = Terms.Body,
        CodeUrl = CodeUrl,
        NotifyUrl = Terms.NotifyUrl,
        Attach = Terms.Attach,
        DeviceInfo = Terms.DeviceInfo,
        CreatedAt = CreatedAt,
        ExpiresAt = Terms.ExpiresAt,
        TradeState = StateAt(time),
        Payments = Payments.ConvertAll(payment => payment.ToSnapshot()),
    };

    /// <summary>Returns a refund of the order, or null.</summary>
    public SimulatedRefund? FindRefundSnapshot(string outRefundNo, DateTimeOffset time) =>
        FindRefund(outRefundNo) is not var (payment, refund) ? null : new()
        {
            OutRefundNo = refund.OutRefundNo,
            RefundId = refund.RefundId,
            OutTradeNo = OutTradeNo,
            TransactionId = payment.TransactionId,
            RefundFee = refund.RefundFee,
            AcceptedAt = refund.AcceptedAt,
            RefundStatus = refund.StatusAt(time),
        };
}
