using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Tells the state of a refund (guide 3.1.8).</summary>
internal static class QueryRefund
{
    public static Reply Run(Ledger ledger, RequestMessage request)
    {
        var refund = ledger.FindRefund(request);
        if (refund is null)
        {
            return Reply.Error(PyxproErrorCode.OrderNotExists, "the refund does not exist");
        }

        var order = ledger.FindOrder(refund.OutTradeNo)!;

        return Reply.Success()
            .Add(FieldNames.TransactionId, order.TransactionId)
            .Add(FieldNames.OutTradeNo, order.OutTradeNo)
            .Add(FieldNames.RefundCount, "1")
            .Add(First(FieldNames.OutRefundNo), refund.OutRefundNo)
            .Add(First(FieldNames.RefundId), refund.RefundId)
            .Add(First(FieldNames.RefundChannel), "ORIGINAL")
            .Add(First(FieldNames.RefundFee), WireAmount.Write(refund.RefundFee))
            .Add(First(FieldNames.RefundTime), WireTime.Write(refund.AcceptedAt))
            .Add(First(FieldNames.RefundStatus), refund.RefundStatus.Value);
    }

    private static string First(string name) => $"{name}_0";
}
