using System.Globalization;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Returns the state of a refund, or of all refunds of a payment (guide 3.1.8).</summary>
internal static class QueryRefund
{
    public static OperationResult Run(OperationContext context, RequestMessage request)
    {
        var time = context.VisibleAt;
        if (NamesOrder(request) && context.FindOrder(request) is null)
        {
            return OperationResult.Error(context.Dialect.OrderNotFoundCode, "the order does not exist");
        }

        if (Find(context, request) is not (var order, var payment, var refunds)
            || refunds.Where(refund => refund.AcceptedAt <= time).ToList() is not { Count: > 0 } visible)
        {
            return OperationResult.Error(context.Dialect.RefundNotFoundCode, "the refund does not exist");
        }

        var result = OperationResult.Success()
            .Add(FieldNames.TransactionId, payment.TransactionId)
            .Add(FieldNames.OutTradeNo, order.OutTradeNo)
            .Add(FieldNames.RefundCount, WireAmount.Write(visible.Count));
        for (var i = 0; i < visible.Count; i++)
        {
            Add(result, i, visible[i], time);
        }

        return result;
    }

    private static bool NamesOrder(RequestMessage request) =>
        request.RefundId.Length == 0 && request.OutRefundNo.Length == 0;

    /// <summary>Finds by <c>refund_id</c>, else by <c>out_refund_no</c>, else by the order.</summary>
    private static (Order Order, Payment Payment, IReadOnlyList<Refund> Refunds)? Find(
        OperationContext context, RequestMessage request)
    {
        if (NamesOrder(request))
        {
            return context.FindOrder(request) is (var order, { } payment) ? (order, payment, payment.Refunds) : null;
        }

        var owner = request.RefundId.Length > 0
            ? context.Ledger.FindByNumber(request.RefundId)
            : context.Ledger.FindByRefund(request.OutRefundNo);
        foreach (var payment in owner?.Payments ?? [])
        {
            if (payment.Refunds.Find(IsRequested) is { } refund)
            {
                return (owner!, payment, [refund]);
            }
        }

        return null;

        bool IsRequested(Refund refund) => request.RefundId.Length > 0
            ? refund.RefundId == request.RefundId
            : refund.OutRefundNo == request.OutRefundNo;
    }

    private static void Add(OperationResult result, int index, Refund refund, DateTimeOffset time)
    {
        result
            .Add(Indexed(FieldNames.OutRefundNo), refund.OutRefundNo)
            .Add(Indexed(FieldNames.RefundId), refund.RefundId)
            .Add(Indexed(FieldNames.RefundChannel), "ORIGINAL")
            .Add(Indexed(FieldNames.RefundFee), WireAmount.Write(refund.RefundFee))
            .Add(Indexed(FieldNames.RefundTime), WireTime.Write(refund.AcceptedAt))
            .Add(Indexed(FieldNames.RefundStatus), refund.StatusAt(time).Value);

        string Indexed(string name) => string.Create(CultureInfo.InvariantCulture, $"{name}_{index}");
    }
}
