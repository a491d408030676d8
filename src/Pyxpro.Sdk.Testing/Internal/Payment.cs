using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>The payer's side: pays an order and tells the merchant (guide 3.1.4).</summary>
internal static class Payment
{
    /// <exception cref="InvalidOperationException">The order cannot be paid.</exception>
    public static Reply Run(Ledger ledger, string outTradeNo)
    {
        var order = ledger.FindOrder(outTradeNo)
            ?? throw new InvalidOperationException($"The gateway has no order '{outTradeNo}'.");
        if (order.TradeState != TradeState.NotPay)
        {
            throw new InvalidOperationException($"The order '{outTradeNo}' is {order.TradeState} and cannot be paid.");
        }

        order = order with
        {
            TradeState = TradeState.Success,
            TransactionId = ledger.MakeNumber(),
            PaidAt = ledger.Now,
        };
        ledger.Store(order);

        return AddTo(Reply.Success().Add(FieldNames.PayResult, "0"), order).Add(FieldNames.Openid, "2088000000000001");
    }

    /// <summary>Adds what notifications and queries tell of a payment.</summary>
    public static Reply AddTo(Reply reply, SimulatedOrder order) => reply
        .Add(FieldNames.DeviceInfo, order.DeviceInfo)
        .Add(FieldNames.TradeType, ServiceNames.CreateNativeOrder)
        .Add(FieldNames.TransactionId, order.TransactionId)
        .Add(FieldNames.OutTransactionId, $"{WireTime.Write(order.PaidAt!.Value)}{order.TransactionId![^10..]}")
        .Add(FieldNames.OutTradeNo, order.OutTradeNo)
        .Add(FieldNames.TotalFee, WireAmount.Write(order.TotalFee))
        .Add(FieldNames.FeeType, order.FeeType)
        .Add(FieldNames.Attach, order.Attach)
        .Add(FieldNames.TimeEnd, WireTime.Write(order.PaidAt.Value));
}
