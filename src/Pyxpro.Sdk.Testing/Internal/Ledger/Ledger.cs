namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>The orders of one merchant, by each of their numbers. It is used under the engine's lock.</summary>
internal sealed class Ledger
{
    private readonly Dictionary<string, Order> _orders = new(StringComparer.Ordinal);

    // The gateway's numbers of payments and refunds are of one sequence.
    private readonly Dictionary<string, string> _orderOfNumber = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _orderOfRefund = new(StringComparer.Ordinal);

    public Order? Find(string outTradeNo) => _orders.GetValueOrDefault(outTradeNo);

    /// <summary>Returns the order of a payment or refund by the gateway's number for it.</summary>
    public Order? FindByNumber(string number) =>
        _orderOfNumber.TryGetValue(number, out var outTradeNo) ? _orders[outTradeNo] : null;

    public Order? FindByRefund(string outRefundNo) =>
        _orderOfRefund.TryGetValue(outRefundNo, out var outTradeNo) ? _orders[outTradeNo] : null;

    public void Store(Order order)
    {
        _orders[order.OutTradeNo] = order;
        foreach (var payment in order.Payments)
        {
            _orderOfNumber[payment.TransactionId] = order.OutTradeNo;
            foreach (var refund in payment.Refunds)
            {
                _orderOfNumber[refund.RefundId] = order.OutTradeNo;
                _orderOfRefund[refund.OutRefundNo] = order.OutTradeNo;
            }
        }
    }
}
