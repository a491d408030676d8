using Pyxpro.Sdk;
using Pyxpro.Sdk.Testing;

namespace Shop.Tests;

/// <summary>What must hold when nothing is pending any more: the shops' books are compared with what the gateway
/// did.</summary>
public sealed class Invariants(ShopBooks books, GatewaySimulator gateway, IReadOnlyCollection<string> intents)
{
    /// <summary>Returns what does not hold.</summary>
    public IReadOnlyList<string> FindViolations() =>
    [
        .. NoDoubleCharge(),
        .. NoDoubleFulfilment(),
        .. NoLostPayment(),
        .. NoUnpaidFulfilment(),
        .. NoOverRefund(),
        .. RefundsFinish(),
        .. HonestOutcome(),
        .. NoForgery(),
        .. AckDiscipline(),
    ];

    private IEnumerable<SimulatedOrder> Paid() => intents
        .Select(intent => gateway.FindOrder(intent))
        .OfType<SimulatedOrder>()
        .Where(order => order.Payments.Count > 0);

    private IEnumerable<GatewayLogEntry> Find(GatewayEvent processed) =>
        gateway.Log.Where(entry => entry.Event == processed);

    private IEnumerable<string> NoDoubleCharge() =>
        from entry in Find(GatewayEvent.OrderCreated)
        group entry by entry.OutTradeNo into made
        where made.Count() > 1 || !intents.Contains(made.Key!)
        select $"I1: the order {made.Key} was made {made.Count()} times at the gateway";

    private IEnumerable<string> NoDoubleFulfilment() =>
        from order in books.Orders.Values
        where books.Shipments.ContainsKey(order.OutTradeNo) != (order.State == OrderState.Paid)
        select $"I2: the order {order.OutTradeNo} is {order.State}, and its shipment does not agree";

    private IEnumerable<string> NoLostPayment() =>
        from order in Paid()
        where !books.Knows(order.OutTradeNo, order.TransactionId)
        select $"I3: the payment of {order.OutTradeNo} is lost. {Describe(order)}";

    private IEnumerable<string> NoUnpaidFulfilment() =>
        from shipment in books.Shipments.Values
        let order = books.Orders[shipment.OutTradeNo]
        where gateway.FindOrder(order.OutTradeNo) is not { } known
            || known.FeeType != order.FeeType
            || !known.Payments.Any(payment =>
                payment.TransactionId == order.TransactionId && payment.TotalFee == order.TotalFee)
        select $"I4: {order.OutTradeNo} was shipped without its payment";

    private IEnumerable<string> NoOverRefund()
    {
        var accepted = Find(GatewayEvent.RefundAccepted).ToList();

        return
        [
            .. from entry in accepted
               group entry by entry.OutRefundNo into refund
               where refund.Count() > 1
               select $"I5: the refund {refund.Key} was made {refund.Count()} times",
            .. from entry in accepted
               where !books.Refunds.TryGetValue(entry.OutRefundNo!, out var refund)
                   || refund.RefundFee != entry.Amount
                   || refund.OutTradeNo != entry.OutTradeNo
               select $"I5: the refund {entry.OutRefundNo} is not in the books as the gateway has it",
            .. from refund in books.Refunds.Values
               group refund by refund.OutTradeNo into refunds
               let order = books.Orders[refunds.Key]
               let reserved = refunds.Where(refund => !IsHere(refund)).Sum(refund => refund.RefundFee)
               where reserved != order.RefundedFee || reserved > order.TotalFee
               select $"I5: {refunds.Key} has {order.RefundedFee} reserved, and refunds of {reserved}",
        ];
    }

    private IEnumerable<string> RefundsFinish() =>
        from refund in books.Refunds.Values
        let status = gateway.FindRefund(refund.OutRefundNo)?.RefundStatus
        where refund.State switch
        {
            RefundState.Done => status != RefundStatus.Success,
            RefundState.Failed => status != RefundStatus.Fail || !IsTold(refund, AttentionKind.RefundFailed),
            RefundState.NeedsHand => status != RefundStatus.Change || !IsTold(refund, AttentionKind.RefundNeedsHand),
            RefundState.Refused => !IsTold(refund, AttentionKind.RefundFailed),
            _ => true,
        }
        select $"I6: the refund {refund.OutRefundNo} is {refund.State}, and {status} at the gateway";

    private IEnumerable<string> HonestOutcome() =>
    [
        .. from refund in books.Refunds.Values
           where refund.State == RefundState.Refused && gateway.FindRefund(refund.OutRefundNo) is not null
           select $"I7: the refund {refund.OutRefundNo} was called refused, and was made",
        .. from order in books.Orders.Values
           where order.State == OrderState.Closed
               && order.CodeUrl is not null
               && gateway.FindOrder(order.OutTradeNo)?.TradeState.IsPending != false
           select $"I7: {order.OutTradeNo} was called closed, and can still be paid",
    ];

    private IEnumerable<string> NoForgery() =>
    [
        .. from delivery in gateway.Notifications.Deliveries
           where delivery is { IsForged: true, Result: DeliveryResult.Acknowledged }
           select $"I8: a forged notification of {delivery.OutTradeNo} was acknowledged",
        .. from entry in books.Attention
           where entry.Kind is AttentionKind.Mismatch or AttentionKind.UnknownOrder
           select $"I8: {entry.OutTradeNo} is on the list as {entry.Kind}, which nothing genuine can bring about",
    ];

    private IEnumerable<string> AckDiscipline() =>
        from delivery in gateway.Notifications.Deliveries
        where delivery is { IsForged: false, Result: DeliveryResult.Acknowledged, TransactionId: not null }
            && !books.Knows(delivery.OutTradeNo, delivery.TransactionId)
        select $"I9: {delivery.TransactionId} of {delivery.OutTradeNo} was acknowledged, and is not in the books";

    /// <summary>Tells what the gateway and the shops know of an order.</summary>
    private string Describe(SimulatedOrder order)
    {
        var payments = order.Payments.Select(payment =>
        {
            var results = gateway.Notifications.Deliveries
                .Where(delivery => delivery.TransactionId == payment.TransactionId)
                .Select(delivery => $"{delivery.Fault?.Kind}:{delivery.Result}");

            return $"{payment.TransactionId} at {payment.PaidAt:O} [{string.Join(", ", results)}]";
        });
        var stored = books.Orders.GetValueOrDefault(order.OutTradeNo);
        var calls = gateway.Log
            .Where(entry => entry.OutTradeNo == order.OutTradeNo)
            .Select(entry => $"{entry.At:O} {entry.Operation} {entry.Event} {entry.Fault?.Kind}");

        return $"At the gateway {order.TradeState}, paid by {string.Join("; ", payments)}; in the books "
            + $"{stored?.State} by {stored?.TransactionId}, created {stored?.CreatedAt:O}, "
            + $"code {(stored?.CodeUrl is null ? "unknown" : "known")}. Calls: {string.Join("; ", calls)}";
    }

    // The money of such a refund has not gone anywhere.
    private static bool IsHere(Refund refund) => refund.State is RefundState.Failed or RefundState.Refused;

    private bool IsTold(Refund refund, AttentionKind kind) =>
        books.Attention.Any(entry => entry.Kind == kind && entry.Reference == refund.OutRefundNo);
}
