using System.Text;
using Pyxpro.Sdk.Testing;
using static Pyxpro.Sdk.Tests.SimulatorScene;

namespace Pyxpro.Sdk.Tests;

public class GatewayLogEntryTests
{
    private readonly SimulatorScene _scene = new();

    [Fact]
    public async Task Log_OfAnOrdersLife_TellsWhatWasDoneInItsOrder()
    {
        await _scene.CreateAsync();
        _scene.Simulator.Buyer.StartPayment("ORDER_1");
        _scene.Simulator.Buyer.CancelPayment("ORDER_1");
        _scene.Simulator.Buyer.FailPayment("ORDER_1");
        _scene.Simulator.Buyer.Pay("ORDER_1");
        await _scene.StateAsync();
        await _scene.Client.RefundAsync(Refund);
        _scene.Simulator.EndRefund("RF-1", RefundStatus.NotSure);
        await _scene.Client.RefundAsync(Refund);
        await _scene.CreateAsync("ORDER_2");
        _scene.Simulator.EndOrder("ORDER_2", TradeState.Revoked);
        await _scene.CreateAsync("ORDER_3");
        _scene.Time.Advance(TimeSpan.FromMinutes(5));
        await _scene.Client.CloseOrderAsync(new CloseOrderRequest { OutTradeNo = "ORDER_3" });

        _scene.Simulator.Log.Select(entry => entry.Event).Should().Equal(
            GatewayEvent.OrderCreated, GatewayEvent.PaymentStarted, GatewayEvent.PaymentCanceled, GatewayEvent.PaymentFailed,
            GatewayEvent.OrderPaid, GatewayEvent.Nothing, GatewayEvent.RefundAccepted, GatewayEvent.RefundEnded,
            GatewayEvent.RefundRestarted, GatewayEvent.OrderCreated, GatewayEvent.OrderEnded, GatewayEvent.OrderCreated,
            GatewayEvent.OrderClosed);
        _scene.Simulator.Log.Select(entry => entry.MchId).Distinct().Should().Equal("124580000005");
    }

    [Fact]
    public async Task Entry_OfARefund_HasItsNumbersAmountAndMessages()
    {
        var paid = await _scene.PayAsync();
        await _scene.Client.RefundAsync(Refund with { TransactionId = paid.TransactionId });

        var entry = _scene.Simulator.Log[^1];

        entry.At.Should().Be(_scene.Time.GetUtcNow());
        entry.Operation.Should().Be(PyxproOperation.Refund);
        entry.OutTradeNo.Should().Be("ORDER_1");
        entry.TransactionId.Should().Be(paid.TransactionId);
        entry.OutRefundNo.Should().Be("RF-1");
        entry.Amount.Should().Be(300);
        entry.ErrorCode.Value.Should().BeEmpty();
        entry.Fault.Should().BeNull();
        XmlMessageCodec.Decode(entry.Request.Span)["refund_fee"].Should().Be("300");
        XmlMessageCodec.Decode(entry.Sent.Span)["result_code"].Should().Be("0");
        XmlMessageCodec.Decode(_scene.Simulator.Log[1].Sent.Span)["pay_result"].Should().Be("0");
    }

    [Fact]
    public async Task Entry_OfARefusal_HasItsErrorAndNoAct()
    {
        await RefusedAsync(() => _scene.Client.CloseOrderAsync(CloseOrder), PyxproErrorCode.OrderNotExists);

        var entry = _scene.Simulator.Log.Single();

        entry.Event.Should().Be(GatewayEvent.Nothing);
        entry.ErrorCode.Should().Be(PyxproErrorCode.OrderNotExists);
        entry.Amount.Should().BeNull();
    }

    [Fact]
    public void Entry_OfARequestThatCannotBeVerified_NamesNoOperationAndNoMerchant()
    {
        _scene.Simulator.Respond("junk"u8);

        var entry = _scene.Simulator.Log.Single();

        entry.Operation.Should().BeNull();
        entry.MchId.Should().BeNull();
        Encoding.UTF8.GetString(entry.Request.Span).Should().Be("junk");
        Encoding.UTF8.GetString(entry.Sent.Span).Should().Contain("<status>400</status>");
    }

    [Fact]
    public async Task Entry_Shown_ShowsNoSignature()
    {
        await _scene.PayAsync();

        _scene.Simulator.Log.Select(entry => entry.ToString())
            .Should().OnlyContain(text => SecretScan.Find(text) == null);
    }

    [Fact]
    public async Task Log_ReadWhileItGrows_IsWhatItWas()
    {
        await _scene.CreateAsync();
        var before = _scene.Simulator.Log;

        await _scene.CreateAsync("ORDER_2");

        before.Should().ContainSingle();
        _scene.Simulator.Log.Should().HaveCount(2);
    }
}
