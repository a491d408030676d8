using System.Globalization;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Tells the state of a refund, or of all refunds of a payment (guide 3.1.8).</summary>
internal static class QueryRefund
{
    public static Reply Run(OperationContext context, RequestMessage request)
    {
        var time = context.SeenAt;
        if (Find(context, request) is not (var order, var payment, var refunds))
        {
            return NotFound();
        }

        var seen = refunds.Where(refund => refund.AcceptedAt <= time).ToList();
        if (seen.Count == 0)
        {
            return NotFound();
        }

        var reply = Reply.Success()
            .Add(FieldNames.TransactionId, payment.TransactionId)
            .Add(FieldNames.OutTradeNo, order.OutTradeNo)
            .Add(FieldNames.RefundCount, WireAmount.Write(seen.Count));
        for (var i = 0; i < seen.Count; i++)
        {
            Add(reply, i, seen[i], time);
        }

        return reply;
    }

    /// <summary>Finds by <c>refund_id</c>, else by <c>out_refund_no</c>, else by the order.</summary>
    private static (Order Order, Payment Payment, IReadOnlyList<Refund> Refunds)? Find(
        OperationContext context, RequestMessage request)
    {
        if (request.RefundId.Length == 0 && request.OutRefundNo.Length == 0)
        {
            return context.FindOrder(request) is (var order, { } payment) ? (order, payment, payment.Refunds) : null;
        }

        var holder = request.RefundId.Length > 0
            ? context.Ledger.FindByNumber(request.RefundId)
            : context.Ledger.FindByRefund(request.OutRefundNo);
        foreach (var payment in holder?.Payments ?? [])
        {
            if (payment.Refunds.Find(IsAskedFor) is { } refund)
            {
                return (holder!, payment, [refund]);
            }
        }

        return null;

        bool IsAskedFor(Refund refund) => request.RefundId.Length > 0
            ? refund.RefundId == request.RefundId
            : refund.OutRefundNo == request.OutRefundNo;
    }

    private static void Add(Reply reply, int index, Refund refund, DateTimeOffset time)
    {
        reply
            .Add(Indexed(FieldNames.OutRefundNo), refund.OutRefundNo)
            .Add(Indexed(FieldNames.RefundId), refund.RefundId)
            .Add(Indexed(FieldNames.RefundChannel), "ORIGINAL")
            .Add(Indexed(FieldNames.RefundFee), WireAmount.Write(refund.RefundFee))
            .Add(Indexed(FieldNames.RefundTime), WireTime.Write(refund.AcceptedAt))
            .Add(Indexed(FieldNames.RefundStatus), refund.StatusAt(time).Value);

        string Indexed(string name) => string.Create(CultureInfo.InvariantCulture, $"{name}_{index}");
    }

    private static Reply NotFound() => Reply.Error(PyxproErrorCode.OrderNotExists, "the refund does not exist");
}
