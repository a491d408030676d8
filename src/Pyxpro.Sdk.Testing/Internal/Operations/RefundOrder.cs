using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Accepts a refund (guide 3.1.7). The same request again gives the same refund, a changed one is
/// refused.</summary>
internal static class RefundOrder
{
    private static readonly TimeSpan Deadline = TimeSpan.FromDays(90);

    public static Reply Run(OperationContext context, RequestMessage request)
    {
        if (context.FindOrder(request) is not (var order, var payment))
        {
            return Reply.Error(PyxproErrorCode.OrderNotExists, "the order does not exist");
        }

        if (payment is null)
        {
            return Reply.Error(PyxproErrorCode.OrderStatusError, "the order is not paid");
        }

        if (request.FindAmount(FieldNames.TotalFee) != payment.TotalFee)
        {
            return Reply.Error(PyxproErrorCode.ValidParamFail, "total_fee is not the order's");
        }

        var refundFee = request.FindAmount(FieldNames.RefundFee);

        return context.Ledger.FindByRefund(request.OutRefundNo) is { } known
            ? Repeat(context, known, payment, request.OutRefundNo, refundFee)
            : Accept(context, order, payment, request.OutRefundNo, refundFee);
    }

    private static Reply Accept(
        OperationContext context, Order order, Payment payment, string outRefundNo, long refundFee)
    {
        if (refundFee > payment.RefundableAt(context.Now))
        {
            return TooMuch();
        }

        if (context.Now - payment.PaidAt > Deadline)
        {
            return Reply.Error(PyxproErrorCode.OrderStatusError, "the payment is older than 90 days");
        }

        var refund = new Refund
        {
            OutRefundNo = outRefundNo,
            RefundId = context.MakeNumber(),
            RefundFee = refundFee,
            AcceptedAt = context.Now,
            BegunAt = context.Now,
            Delay = context.Settings.RefundDelay,
            Ending = context.Settings.RefundEnding,
        };

        return Answer(Reply.Success(GatewayEvent.RefundAccepted, order.With(payment, refund)), order, payment, refund);
    }

    /// <summary>Answers a number that is used already. A refund that is NOTSURE begins anew (guide 3.1.8), and so does
    /// one that has failed, where the dialect has it (guide 3.1.7), if its amount is still there.</summary>
    private static Reply Repeat(
        OperationContext context, Order order, Payment payment, string outRefundNo, long refundFee)
    {
        var (paid, refund) = order.FindRefund(outRefundNo)!.Value;
        if (paid.TransactionId != payment.TransactionId || refund.RefundFee != refundFee)
        {
            return Reply.Error(PyxproErrorCode.RefundInfoIsExists, "the refund number is used with other values");
        }

        var status = refund.StatusAt(context.Now);
        var startsAgain = status == RefundStatus.NotSure || (status.IsFailed && context.Dialect.RestartsFailedRefunds);
        if (!startsAgain)
        {
            return Answer(Reply.Success(), order, paid, refund);
        }

        if (status.IsFailed && refundFee > paid.RefundableAt(context.Now))
        {
            return TooMuch();
        }

        var again = refund.BeginAgain(context.Now, context.Settings.RefundDelay, context.Settings.RefundEnding);

        return Answer(Reply.Success(GatewayEvent.RefundBegunAgain, order.With(paid, again)), order, paid, again);
    }

    private static Reply TooMuch() =>
        Reply.Error(PyxproErrorCode.RefundFeeInvalid, "the refunds exceed the cash of the payment");

    private static Reply Answer(Reply reply, Order order, Payment payment, Refund refund) => reply
        .Add(FieldNames.TransactionId, payment.TransactionId)
        .Add(FieldNames.OutTradeNo, order.OutTradeNo)
        .Add(FieldNames.OutRefundNo, refund.OutRefundNo)
        .Add(FieldNames.RefundId, refund.RefundId)
        .Add(FieldNames.RefundChannel, "ORIGINAL")
        .Add(FieldNames.RefundFee, WireAmount.Write(refund.RefundFee));
}
