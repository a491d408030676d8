using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Tells the state of an order (guide 3.1.5). Of one that is not paid nothing else is told.</summary>
internal static class QueryOrder
{
    public static Reply Run(Ledger ledger, RequestMessage request)
    {
        var order = ledger.FindOrder(request);
        if (order is null)
        {
            return Reply.Error(PyxproErrorCode.OrderNotExists, "the order does not exist");
        }

        var reply = Reply.Success().Add(FieldNames.TradeState, order.TradeState.Value);

        return order.TradeState.IsPaid ? Payment.AddTo(reply, order) : reply;
    }
}
