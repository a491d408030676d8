using System.Globalization;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>What the gateway knows of one merchant's orders and refunds. Whoever uses it holds the simulator's
/// lock.</summary>
internal sealed class Ledger(string mchId, TimeProvider timeProvider)
{
    private readonly Dictionary<string, SimulatedOrder> _orders = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SimulatedRefund> _refunds = new(StringComparer.Ordinal);
    private long _lastNumber;

    public string FeeType { get; set; } = "HKD";

    public TimeSpan RefundDelay { get; set; } = TimeSpan.FromMinutes(1);

    public DateTimeOffset Now => timeProvider.GetUtcNow();

    // A number has 32 characters at most, of which the day and the count take 18.
    private readonly string _prefix = mchId[..Math.Min(mchId.Length, 14)];

    /// <summary>Makes a number of the gateway's own, such as a <c>transaction_id</c>.</summary>
    public string MakeNumber() =>
        string.Create(CultureInfo.InvariantCulture, $"{_prefix}{WireTime.Write(Now)[..8]}{++_lastNumber:D10}");

    /// <summary>Returns an order in the state that it has by now.</summary>
    public SimulatedOrder? FindOrder(string outTradeNo)
    {
        var order = _orders.GetValueOrDefault(outTradeNo);

        return order is { ExpiresAt: { } end } && order.TradeState == TradeState.NotPay && end <= Now
            ? order with { TradeState = TradeState.Closed }
            : order;
    }

    /// <summary>Returns the order that a request names; the gateway's own number goes first.</summary>
    public SimulatedOrder? FindOrder(RequestMessage request)
    {
        var transactionId = request.Find(FieldNames.TransactionId);

        return transactionId.Length > 0
            ? _orders.Values.FirstOrDefault(order => order.TransactionId == transactionId)
            : FindOrder(request.Find(FieldNames.OutTradeNo));
    }

    /// <summary>Returns a refund in the state that it has by now.</summary>
    public SimulatedRefund? FindRefund(string outRefundNo)
    {
        var refund = _refunds.GetValueOrDefault(outRefundNo);

        return refund?.RefundStatus == RefundStatus.Processing && Now - refund.AcceptedAt >= RefundDelay
            ? refund with { RefundStatus = RefundStatus.Success }
            : refund;
    }

    /// <summary>Returns the refund that a request names; the gateway's own number goes first.</summary>
    public SimulatedRefund? FindRefund(RequestMessage request)
    {
        var refundId = request.Find(FieldNames.RefundId);
        var outRefundNo = refundId.Length > 0
            ? _refunds.Values.FirstOrDefault(refund => refund.RefundId == refundId)?.OutRefundNo ?? ""
            : request.Find(FieldNames.OutRefundNo);

        return FindRefund(outRefundNo);
    }

    public long SumOfRefunds(string outTradeNo) =>
        _refunds.Values.Where(refund => refund.OutTradeNo == outTradeNo).Sum(refund => refund.RefundFee);

    public void Store(SimulatedOrder order) => _orders[order.OutTradeNo] = order;

    public void Store(SimulatedRefund refund) => _refunds[refund.OutRefundNo] = refund;
}
