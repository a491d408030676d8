using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>What must hold after each step, by the gateway's own log: I1 and I4 to I7.</summary>
internal sealed class LogInvariants(GatewaySimulator simulator)
{
    private readonly PyxproOptions _options = simulator.CreateOptions();

    /// <summary>Checks what was done to money.</summary>
    public void Check(IReadOnlyList<PaymentNotification> received)
    {
        var log = simulator.Log;
        var orders = log.Where(entry => entry.Event == GatewayEvent.OrderCreated)
            .Select(entry => simulator.FindOrder(entry.OutTradeNo!)!)
            .ToList();
        orders.ForEach(order => CheckOrder(order, log));

        foreach (var refunds in log.Where(entry => entry.Event == GatewayEvent.RefundAccepted).GroupBy(entry => entry.OutRefundNo))
        {
            refunds.Count().Should().Be(1, "I5: a refund number is executed once");
        }

        var returned = log.Where(entry => entry.Event == GatewayEvent.RefundAccepted)
            .Select(entry => simulator.FindRefund(entry.OutRefundNo!)!)
            .Where(refund => !refund.RefundStatus.IsFailed)
            .ToLookup(refund => refund.TransactionId, refund => refund.RefundFee);
        foreach (var payment in orders.SelectMany(order => order.Payments))
        {
            returned[payment.TransactionId].Sum().Should()
                .BeLessThanOrEqualTo(payment.TotalFee - payment.CouponFee, "I5: no more goes back than came in as cash");
        }

        foreach (var notification in received.Where(notification => notification.IsPaid))
        {
            log.Any(entry => entry.Event == GatewayEvent.OrderPaid
                    && entry.TransactionId == notification.TransactionId
                    && entry.OutTradeNo == notification.OutTradeNo
                    && entry.Amount == notification.TotalFee
                    && entry.MchId == notification.MchId
                    && notification.FeeType == "HKD")
                .Should().BeTrue("I4: what is told as paid was paid");
        }
    }

    /// <summary>Checks that what the client said of a call is true (I7).</summary>
    public void CheckHonest(PyxproOperation operation, string verdict, int mark)
    {
        var since = simulator.Log.Skip(mark).ToList();
        switch (verdict)
        {
            case nameof(PyxproOutcome.Uncertain):
                break;

            case nameof(PyxproOutcome.NotSent):
                since.Should().BeEmpty("I7: nothing was sent");
                break;

            case "created":
                simulator.FindOrder(since.Single().OutTradeNo!).Should().NotBeNull("I7: it was made");
                break;

            case "closed":
                var state = simulator.FindOrder(since.Single().OutTradeNo!)!.TradeState;
                (state.IsPaid || state.IsRefunded || state.IsPending).Should().BeFalse("I7: it was closed");
                break;

            case var accepted when accepted.StartsWith("accepted", StringComparison.Ordinal):
                simulator.FindRefund(since.Single().OutRefundNo!).Should().NotBeNull("I7: it was accepted");
                break;

            default:
                since.All(entry => entry.Event == GatewayEvent.Nothing)
                    .Should().BeTrue($"I7: a refused or asking {operation} changes nothing");
                break;
        }
    }

    /// <summary>Checks that all that the gateway signed is signed as others sign.</summary>
    public void CheckSignatures()
    {
        foreach (var entry in simulator.Log.Where(IsSignedAndWhole))
        {
            var message = XmlMessageCodec.Decode(entry.Sent.Span);

            message["sign"].Should().BeEquivalentTo(IndependentSigner.Sign(message, _options.Key));
        }
    }

    private static bool IsSignedAndWhole(GatewayLogEntry entry) => entry.Sent.Length > 0
        && entry.Fault?.Kind is null or CallFaultKind.OtherMerchant or CallFaultKind.OtherOrder;

    private static void CheckOrder(SimulatedOrder order, IReadOnlyList<GatewayLogEntry> log)
    {
        var payments = log.Count(entry => entry.Event == GatewayEvent.OrderPaid && entry.OutTradeNo == order.OutTradeNo);

        order.Payments.Count.Should().Be(payments, "I1: no payment is doubled or lost");
        log.Count(entry => entry.Event == GatewayEvent.OrderCreated && entry.OutTradeNo == order.OutTradeNo)
            .Should().Be(1, "I1: an order is made once");
        (order.TradeState.IsPaid || order.TradeState.IsRefunded).Should().Be(payments > 0, "I4");
    }
}
