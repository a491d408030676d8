using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Closes an order that is not paid, from five minutes after its creation on (guide 3.1.6).</summary>
internal static class CloseOrder
{
    private static readonly TimeSpan MinAge = TimeSpan.FromMinutes(5);

    public static Reply Run(Ledger ledger, RequestMessage request)
    {
        var order = ledger.FindOrder(request.Find(FieldNames.OutTradeNo));
        if (order is null)
        {
            return Reply.Error(PyxproErrorCode.OrderNotExists, "the order does not exist");
        }

        if (order.TradeState.IsPaid)
        {
            return Reply.Error(PyxproErrorCode.OrderPaid, "the order is paid");
        }

        if (order.TradeState == TradeState.NotPay)
        {
            if (ledger.Now - order.CreatedAt < MinAge)
            {
                return Reply.Error(PyxproErrorCode.OrderStatusError, "the order is younger than five minutes");
            }

            ledger.Store(order with { TradeState = TradeState.Closed });
        }

        return Reply.Success();
    }
}
