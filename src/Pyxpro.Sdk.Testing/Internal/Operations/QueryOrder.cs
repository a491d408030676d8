using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Returns the state of an order (guide 3.1.5). For an unpaid order, and in some dialects for a refunded one,
/// it returns nothing else.</summary>
internal static class QueryOrder
{
    public static OperationResult Run(OperationContext context, RequestMessage request)
    {
        var time = context.VisibleAt;
        if (context.FindOrder(request) is not (var order, var payment) || order.CreatedAt > time)
        {
            return OperationResult.Error(context.Dialect.OrderNotFoundCode, "the order does not exist");
        }

        if (payment is null || payment.PaidAt > time)
        {
            return Success(order.StateAt(time), context.Dialect);
        }

        var state = payment.StateAt(time - context.Dialect.RefundVisibilityDelay);
        var result = Success(state, context.Dialect);
        if (state == TradeState.Refund && !context.Dialect.HasDetailsOfRefundedOrders)
        {
            return result;
        }

        result.Add(order, payment, context.Dialect.QueryTradeType);

        return payment.CouponFee > 0
            ? result.Add(FieldNames.CouponFee, WireAmount.Write(payment.CouponFee))
            : result;
    }

    private static OperationResult Success(TradeState state, GatewayDialect dialect)
    {
        var visible = dialect.HasUndocumentedTradeStates ? state
            : state == TradeState.UserPaying || state == TradeState.PayError ? TradeState.NotPay
            : state == TradeState.Revoked ? TradeState.Revok
            : state;

        return OperationResult.Success().Add(FieldNames.TradeState, visible.Value);
    }
}
