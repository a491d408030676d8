using Pyxpro.Sdk.Testing;
using static Pyxpro.Sdk.Tests.SimulatorScene;

namespace Pyxpro.Sdk.Tests;

public class SimulatedBuyerTests
{
    private readonly SimulatorScene _scene = new();

    private SimulatedBuyer Buyer => _scene.Simulator.Buyer;

    [Fact]
    public async Task BeginPayment_ThenCancelled_IsUserPayingThenNotPay()
    {
        await _scene.CreateAsync();

        Buyer.StartPayment("ORDER_1");
        (await _scene.StateAsync()).Should().Be(TradeState.UserPaying);

        Buyer.CancelPayment("ORDER_1");
        (await _scene.StateAsync()).Should().Be(TradeState.NotPay);
        _scene.Client.ParseNotification(Buyer.Pay("ORDER_1")).IsPaid.Should().BeTrue();
    }

    [Fact]
    public async Task FailPayment_OpenOrder_IsPayErrorAndTold()
    {
        await _scene.CreateAsync();

        var notification = _scene.Client.ParseNotification(Buyer.FailPayment("ORDER_1", "no money"));

        notification.IsPaid.Should().BeFalse();
        notification.PayInfo.Should().Be("no money");
        notification.OutTradeNo.Should().Be("ORDER_1");
        (await _scene.StateAsync()).Should().Be(TradeState.PayError);
    }

    [Fact]
    public async Task Pay_AfterAFailure_IsPaid()
    {
        await _scene.CreateAsync();
        Buyer.FailPayment("ORDER_1");

        Buyer.Pay("ORDER_1");

        (await _scene.StateAsync()).Should().Be(TradeState.Success);
    }

    [Fact]
    public async Task PayAgain_PaidOrder_IsASecondPaymentThatCanBeRefunded()
    {
        var first = await _scene.PayAsync();

        var second = _scene.Client.ParseNotification(Buyer.PayAgain("ORDER_1"));

        second.Matches("ORDER_1", 1000, "HKD").Should().BeTrue();
        second.TransactionId.Should().NotBe(first.TransactionId);
        (await _scene.Client.QueryOrderAsync(QueryOrder)).TransactionId.Should().Be(first.TransactionId);
        await _scene.Client.RefundAsync(
            Refund with { TransactionId = second.TransactionId, RefundFee = 1000 });
        (await _scene.StateAsync()).Should().Be(TradeState.Success, "the first payment stays");
        (await _scene.Client.QueryOrderAsync(new QueryOrderRequest { TransactionId = second.TransactionId }))
            .TradeState.Should().Be(TradeState.Refund);
        _scene.Simulator.FindOrder("ORDER_1")!.Payments.Select(payment => payment.TransactionId)
            .Should().Equal(first.TransactionId, second.TransactionId);
    }

    [Fact]
    public async Task PayAgain_UnpaidOrder_SaysWhy()
    {
        await _scene.CreateAsync();

        Buyer.Invoking(buyer => buyer.PayAgain("ORDER_1"))
            .Should().Throw<InvalidOperationException>().WithMessage("*NOTPAY*");
    }

    [Fact]
    public async Task Pay_WithACoupon_TellsItInTheQueryOnly()
    {
        var notification = await _scene.PayAsync(couponFee: 250);

        var order = await _scene.Client.QueryOrderAsync(QueryOrder);

        notification.TotalFee.Should().Be(1000);
        notification.Message.TryGetValue("coupon_fee", out _).Should().BeFalse("the guide's table has none");
        order.TotalFee.Should().Be(1000);
        order.CouponFee.Should().Be(250);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1000)]
    public async Task Pay_WithAnImpossibleCoupon_IsRefused(long couponFee)
    {
        await _scene.CreateAsync();

        Buyer.Invoking(buyer => buyer.Pay("ORDER_1", couponFee)).Should().Throw<ArgumentOutOfRangeException>();
        (await _scene.StateAsync()).Should().Be(TradeState.NotPay);
    }

    [Theory]
    [InlineData("CLOSED")]
    [InlineData("REVERSE")]
    [InlineData("REVOK")]
    [InlineData("REVOKED")]
    public async Task EndOrder_OpenOrder_CanNotBePaidAnyMore(string state)
    {
        await _scene.CreateAsync();

        _scene.Simulator.EndOrder("ORDER_1", new TradeState(state));

        (await _scene.StateAsync()).Value.Should().Be(state);
        Buyer.Invoking(buyer => buyer.Pay("ORDER_1")).Should().Throw<InvalidOperationException>().WithMessage($"*{state}*");
        Buyer.Invoking(buyer => buyer.StartPayment("ORDER_1")).Should().Throw<InvalidOperationException>();
        await RefusedAsync(() => _scene.Client.CreateNativeOrderAsync(Order), PyxproErrorCode.OrderClosed);
    }

    [Theory]
    [InlineData("SUCCESS")]
    [InlineData("REFUND")]
    [InlineData("NOTPAY")]
    [InlineData("USERPAYING")]
    public async Task EndOrder_AsWhatIsNoEnd_IsRefused(string state)
    {
        await _scene.CreateAsync();

        _scene.Simulator.Invoking(simulator => simulator.EndOrder("ORDER_1", new TradeState(state)))
            .Should().Throw<ArgumentException>().WithMessage($"*{state}*");
    }

    [Fact]
    public async Task EndOrder_PaidOrder_IsRefused()
    {
        await _scene.PayAsync();

        _scene.Simulator.Invoking(simulator => simulator.EndOrder("ORDER_1", TradeState.Reverse))
            .Should().Throw<InvalidOperationException>().WithMessage("*SUCCESS*");
    }

    [Fact]
    public async Task EndRefund_Processing_EndsAtOnceAndForGood()
    {
        await _scene.PayAsync();
        await _scene.Client.RefundAsync(Refund);

        _scene.Simulator.EndRefund("RF-1", RefundStatus.Fail);

        (await _scene.RefundStatusAsync()).Should().Be(RefundStatus.Fail);
        _scene.Simulator.Invoking(simulator => simulator.EndRefund("RF-1", RefundStatus.Success))
            .Should().Throw<InvalidOperationException>().WithMessage("*FAIL*");
    }

    [Fact]
    public void RefundEnding_ThatSaysNothing_IsRefused()
    {
        _scene.Simulator.Invoking(simulator => simulator.FinalRefundStatus = default).Should().Throw<ArgumentException>();
        _scene.Simulator.Invoking(simulator => simulator.EndRefund("RF-1", default)).Should().Throw<ArgumentException>();
    }

    [Fact]
    public void EndRefund_Unknown_IsRefused() =>
        _scene.Simulator.Invoking(simulator => simulator.EndRefund("RF-9", RefundStatus.Fail))
            .Should().Throw<InvalidOperationException>().WithMessage("*RF-9*");

    [Fact]
    public async Task Create_ThatHasExpiredAlready_IsRefused()
    {
        var now = _scene.Time.GetUtcNow();

        await RefusedAsync(
            () => _scene.Client.CreateNativeOrderAsync(Order with { TimeStart = now.AddMinutes(-1), TimeExpire = now }),
            PyxproErrorCode.ParamError);

        _scene.Simulator.FindOrder("ORDER_1").Should().BeNull();
    }

    [Fact]
    public async Task Order_ThatExpiresWhileThePayerPays_CanNotBePaid()
    {
        var now = _scene.Time.GetUtcNow();
        await _scene.Client.CreateNativeOrderAsync(Order with { TimeStart = now, TimeExpire = now.AddMinutes(1) });
        Buyer.StartPayment("ORDER_1");

        _scene.Time.Advance(TimeSpan.FromMinutes(1));

        (await _scene.StateAsync()).Should().Be(TradeState.Closed);
        Buyer.Invoking(buyer => buyer.Pay("ORDER_1")).Should().Throw<InvalidOperationException>();
    }
}
