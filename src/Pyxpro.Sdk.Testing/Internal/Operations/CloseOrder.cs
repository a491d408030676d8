namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Closes an order that is not paid and at least five minutes old (guide 3.1.6).</summary>
internal static class CloseOrder
{
    private static readonly TimeSpan MinAge = TimeSpan.FromMinutes(5);

    public static OperationResult Run(OperationContext context, RequestMessage request)
    {
        var order = context.Ledger.Find(request.OutTradeNo);
        if (order is null)
        {
            return OperationResult.Error(context.Dialect.OrderNotFoundCode, "the order does not exist");
        }

        if (order.Payments.Count > 0)
        {
            return OperationResult.Error(context.Dialect.OrderPaidCode, "the order is paid");
        }

        if (!order.IsOpenAt(context.Now))
        {
            return OperationResult.Success();
        }

        return context.Now - order.CreatedAt < MinAge
            ? OperationResult.Error(PyxproErrorCode.OrderStatusError, "the order is younger than five minutes")
            : OperationResult.Success(
                GatewayEvent.OrderClosed, order with { End = (TradeState.Closed, context.Now) });
    }

    /// <summary>Ends an order from the gateway's side.</summary>
    /// <exception cref="InvalidOperationException">The order is paid or has ended, or there is none.</exception>
    public static OperationResult End(OperationContext context, string outTradeNo, TradeState state) =>
        OperationResult.Success(
            GatewayEvent.OrderEnded, context.GetOpenOrder(outTradeNo) with { End = (state, context.Now) });
}
