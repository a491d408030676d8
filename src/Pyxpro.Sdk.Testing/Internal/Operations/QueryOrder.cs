using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Tells the state of an order (guide 3.1.5). Of one that is not paid nothing else is told, and in some
/// dialects of a refunded one neither.</summary>
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
            return Tell(order.StateAt(time), context.Dialect);
        }

        var state = payment.StateAt(time - context.Dialect.RefundVisibilityDelay);
        var reply = Tell(state, context.Dialect);
        if (state == TradeState.Refund && !context.Dialect.HasNumbersOfRefunded)
        {
            return reply;
        }

        reply.Add(order, payment, context.Dialect.TradeTypeOfQueries);

        return payment.CouponFee > 0
            ? reply.Add(FieldNames.CouponFee, WireAmount.Write(payment.CouponFee))
            : reply;
    }

    private static Reply Tell(TradeState state, GatewayDialect dialect)
    {
        var told = dialect.HasOtherTradeStates ? state
            : state == TradeState.UserPaying || state == TradeState.PayError ? TradeState.NotPay
            : state == TradeState.Revoked ? TradeState.Revok
            : state;

        return Reply.Success().Add(FieldNames.TradeState, told.Value);
    }
}
