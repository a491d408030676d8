using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Tells the state of an order (guide 3.1.5). Of one that is not paid nothing else is told.</summary>
internal static class QueryOrder
{
    public static Reply Run(OperationContext context, RequestMessage request)
    {
        var time = context.SeenAt;
        if (context.FindOrder(request) is not (var order, var payment) || order.CreatedAt > time)
        {
            return Reply.Error(PyxproErrorCode.OrderNotExists, "the order does not exist");
        }

        if (payment is null || payment.PaidAt > time)
        {
            return Reply.Success().Add(FieldNames.TradeState, order.StateAt(time).Value);
        }

        var reply = Reply.Success()
            .Add(FieldNames.TradeState, payment.StateAt(time).Value)
            .Add(order, payment);

        return payment.CouponFee > 0
            ? reply.Add(FieldNames.CouponFee, WireAmount.Write(payment.CouponFee))
            : reply;
    }
}
