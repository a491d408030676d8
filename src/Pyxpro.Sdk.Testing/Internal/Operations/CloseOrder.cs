namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Closes an order that is not paid, from five minutes after its creation on (guide 3.1.6).</summary>
internal static class CloseOrder
{
    private static readonly TimeSpan MinAge = TimeSpan.FromMinutes(5);

    public static Reply Run(OperationContext context, RequestMessage request)
    {
        var order = context.Ledger.Find(request.OutTradeNo);
        if (order is null)
        {
            return Reply.Error(PyxproErrorCode.OrderNotExists, "the order does not exist");
        }

        if (order.Payments.Count > 0)
        {
            return Reply.Error(PyxproErrorCode.OrderPaid, "the order is paid");
        }

        if (!order.IsOpenAt(context.Now))
        {
            return Reply.Success();
        }

        return context.Now - order.CreatedAt < MinAge
            ? Reply.Error(PyxproErrorCode.OrderStatusError, "the order is younger than five minutes")
            : Reply.Success(GatewayEvent.OrderClosed, order with { End = (TradeState.Closed, context.Now) });
    }
}
