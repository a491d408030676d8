using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Accepts a refund (guide 3.1.7). The same request again gives the same refund, a changed one is
/// refused.</summary>
internal static class RefundOrder
{
    private static readonly TimeSpan Deadline = TimeSpan.FromDays(90);

    public static Reply Run(Ledger ledger, RequestMessage request)
    {
        var order = ledger.FindOrder(request);
        if (order is null)
        {
            return Reply.Error(PyxproErrorCode.OrderNotExists, "the order does not exist");
        }

        var outRefundNo = request.Find(FieldNames.OutRefundNo);
        var refundFee = request.FindAmount(FieldNames.RefundFee);
        var refund = ledger.FindRefund(outRefundNo);
        if (refund is null)
        {
            if (FindFault(ledger, order, request, outRefundNo, refundFee) is { } fault)
            {
                return fault;
            }

            refund = Make(ledger, order, outRefundNo, refundFee);
        }
        else if (refund.OutTradeNo != order.OutTradeNo || refund.RefundFee != refundFee)
        {
            return Reply.Error(PyxproErrorCode.RefundInfoIsExists, "the refund number is used with other values");
        }

        return Reply.Success()
            .Add(FieldNames.TransactionId, order.TransactionId)
            .Add(FieldNames.OutTradeNo, order.OutTradeNo)
            .Add(FieldNames.OutRefundNo, refund.OutRefundNo)
            .Add(FieldNames.RefundId, refund.RefundId)
            .Add(FieldNames.RefundChannel, "ORIGINAL")
            .Add(FieldNames.RefundFee, WireAmount.Write(refund.RefundFee));
    }

    private static Reply? FindFault(
        Ledger ledger, SimulatedOrder order, RequestMessage request, string outRefundNo, long refundFee) =>
        outRefundNo.Length == 0 || refundFee == 0
            ? Reply.Error(PyxproErrorCode.LackParams, "out_refund_no and refund_fee are needed")
        : !order.TradeState.IsPaid
            ? Reply.Error(PyxproErrorCode.OrderStatusError, "the order is not paid")
        : request.FindAmount(FieldNames.TotalFee) != order.TotalFee
            ? Reply.Error(PyxproErrorCode.ValidParamFail, "total_fee is not the order's")
        : ledger.SumOfRefunds(order.OutTradeNo) + refundFee > order.TotalFee
            ? Reply.Error(PyxproErrorCode.RefundFeeInvalid, "the refunds exceed the payment")
        : ledger.Now - order.PaidAt > Deadline
            ? Reply.Error(PyxproErrorCode.OrderStatusError, "the payment is older than 90 days")
        : null;

    private static SimulatedRefund Make(Ledger ledger, SimulatedOrder order, string outRefundNo, long refundFee)
    {
        var refund = new SimulatedRefund
        {
            OutRefundNo = outRefundNo,
            RefundId = ledger.MakeNumber(),
            OutTradeNo = order.OutTradeNo,
            RefundFee = refundFee,
            AcceptedAt = ledger.Now,
        };
        ledger.Store(refund);
        ledger.Store(order with { TradeState = TradeState.Refund });

        return refund;
    }
}
