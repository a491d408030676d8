using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Accepts a refund (guide 3.1.7). It is idempotent: the same request returns the same refund, and the same
/// number with other values is refused.</summary>
internal static class RefundOrder
{
    private static readonly TimeSpan Deadline = TimeSpan.FromDays(90);

    public static OperationResult Run(OperationContext context, RequestMessage request)
    {
        if (context.FindOrder(request) is not (var order, var payment))
        {
            return OperationResult.Error(context.Dialect.OrderNotFoundCode, "the order does not exist");
        }

        if (payment is null)
        {
            return OperationResult.Error(PyxproErrorCode.OrderStatusError, "the order is not paid");
        }

        if (request.FindAmount(FieldNames.TotalFee) != payment.TotalFee)
        {
            return OperationResult.Error(PyxproErrorCode.ValidParamFail, "total_fee is not the order's");
        }

        var refundFee = request.FindAmount(FieldNames.RefundFee);

        return context.Ledger.FindByRefund(request.OutRefundNo) is { } known
            ? Repeat(context, known, payment, request.OutRefundNo, refundFee)
            : Accept(context, order, payment, request.OutRefundNo, refundFee);
    }

    /// <summary>Ends a refund now.</summary>
    /// <exception cref="InvalidOperationException">The refund has ended already, or there is none.</exception>
    public static OperationResult End(OperationContext context, string outRefundNo, RefundStatus status)
    {
        var order = context.Ledger.FindByRefund(outRefundNo)
            ?? throw new InvalidOperationException(
                $"The gateway has no refund '{outRefundNo}' of merchant {context.Account.MchId}. "
                + "For a refund of another merchant, pass its mchId.");
        var (payment, refund) = order.FindRefund(outRefundNo)!.Value;

        // Another refund may already use the amount that a failed one released.
        return refund.StatusAt(context.Now).IsPending
            ? OperationResult.Success(
                GatewayEvent.RefundEnded,
                order.With(payment, refund.Restart(context.Now, TimeSpan.Zero, status)),
                outRefundNo)
            : throw new InvalidOperationException(
                $"The refund '{outRefundNo}' has ended as {refund.StatusAt(context.Now)} already.");
    }

    private static OperationResult Accept(
        OperationContext context, Order order, Payment payment, string outRefundNo, long refundFee)
    {
        if (refundFee > payment.RefundableAt(context.Now))
        {
            return ExceedsPayment();
        }

        if (context.Now - payment.PaidAt > Deadline)
        {
            return OperationResult.Error(PyxproErrorCode.OrderStatusError, "the payment is older than 90 days");
        }

        var refund = new Refund
        {
            OutRefundNo = outRefundNo,
            RefundId = context.MakeNumber(),
            RefundFee = refundFee,
            AcceptedAt = context.Now,
            StartedAt = context.Now,
            Delay = context.Settings.RefundDelay,
            FinalStatus = context.Settings.FinalRefundStatus,
        };

        return AddRefund(
            OperationResult.Success(GatewayEvent.RefundAccepted, order.With(payment, refund)), order, payment, refund);
    }

    /// <summary>Handles a number that is used already. A refund that is NOTSURE is restarted (guide 3.1.8). A failed
    /// one is restarted if the dialect says so (guide 3.1.7) and its amount can still be refunded.</summary>
    private static OperationResult Repeat(
        OperationContext context, Order order, Payment payment, string outRefundNo, long refundFee)
    {
        var (paid, refund) = order.FindRefund(outRefundNo)!.Value;
        if (paid.TransactionId != payment.TransactionId || refund.RefundFee != refundFee)
        {
            return OperationResult.Error(
                context.Dialect.RefundNumberUsedCode, "the refund number is used with other values");
        }

        var status = refund.StatusAt(context.Now);
        var restarts = status == RefundStatus.NotSure || (status.IsFailed && context.Dialect.RestartsFailedRefunds);
        if (!restarts)
        {
            return AddRefund(OperationResult.Success(), order, paid, refund);
        }

        if (status.IsFailed && refundFee > paid.RefundableAt(context.Now))
        {
            return ExceedsPayment();
        }

        var restarted = refund.Restart(context.Now, context.Settings.RefundDelay, context.Settings.FinalRefundStatus);

        return AddRefund(
            OperationResult.Success(GatewayEvent.RefundRestarted, order.With(paid, restarted)),
            order,
            paid,
            restarted);
    }

    private static OperationResult ExceedsPayment() =>
        OperationResult.Error(PyxproErrorCode.RefundFeeInvalid, "the refunds exceed the cash of the payment");

    private static OperationResult AddRefund(
        OperationResult result, Order order, Payment payment, Refund refund) => result
        .Add(FieldNames.TransactionId, payment.TransactionId)
        .Add(FieldNames.OutTradeNo, order.OutTradeNo)
        .Add(FieldNames.OutRefundNo, refund.OutRefundNo)
        .Add(FieldNames.RefundId, refund.RefundId)
        .Add(FieldNames.RefundChannel, "ORIGINAL")
        .Add(FieldNames.RefundFee, WireAmount.Write(refund.RefundFee));
}
