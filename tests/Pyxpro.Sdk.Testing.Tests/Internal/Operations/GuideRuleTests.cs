using Pyxpro.Sdk.Testing;
using static Pyxpro.Sdk.Tests.SimulatorScene;

namespace Pyxpro.Sdk.Tests;

/// <summary>The guide's rules for closing (3.1.6), refunding (3.1.7) and following a refund (3.1.8): a test for each
/// sentence, named after it.</summary>
public class GuideRuleTests
{
    private readonly SimulatorScene _scene = new();

    [Fact]
    public async Task Guide316_MerchantSystemCanCloseTheUnpaidOrderToPreventDoublePay()
    {
        await _scene.CreateAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(5));

        await _scene.Client.CloseOrderAsync(CloseOrder);

        _scene.Simulator.Invoking(simulator => simulator.Buyer.Pay("ORDER_1"))
            .Should().Throw<InvalidOperationException>().WithMessage("*CLOSED*");
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    public async Task Guide316_PaymentOrderCanOnlyBeClosedAtLeast5MinutesAfterItIsCreated(int seconds, bool isClosed)
    {
        await _scene.CreateAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(5) + TimeSpan.FromSeconds(seconds));

        var close = () => _scene.Client.CloseOrderAsync(CloseOrder);

        if (isClosed)
        {
            await close.Should().NotThrowAsync();
        }
        else
        {
            await RefusedAsync(close, PyxproErrorCode.OrderStatusError);
        }

        (await _scene.StateAsync()).Should().Be(isClosed ? TradeState.Closed : TradeState.NotPay);
    }

    [Fact]
    public async Task Guide316_PaymentOrderInClosedStatusCannotBePaidAnymore()
    {
        await _scene.CreateAsync();
        _scene.Simulator.Buyer.StartPayment("ORDER_1");
        _scene.Time.Advance(TimeSpan.FromMinutes(5));

        await _scene.Client.CloseOrderAsync(CloseOrder);

        _scene.Simulator.Invoking(simulator => simulator.Buyer.Pay("ORDER_1")).Should().Throw<InvalidOperationException>();
        (await _scene.StateAsync()).Should().Be(TradeState.Closed);
    }

    [Fact]
    public async Task Guide316_ClosePaymentOrderFailedYouNeedTryAgain()
    {
        await _scene.CreateAsync();
        await RefusedAsync(() => _scene.Client.CloseOrderAsync(CloseOrder), PyxproErrorCode.OrderStatusError);
        _scene.Time.Advance(TimeSpan.FromMinutes(5));

        await _scene.Client.CloseOrderAsync(CloseOrder);

        (await _scene.StateAsync()).Should().Be(TradeState.Closed);
    }

    [Fact]
    public async Task Guide317_TransactionStatusWillBeUpdatedIn1To2MinutesOnceTheRefundCallIsCompleted()
    {
        await _scene.PayAsync();
        await _scene.Client.RefundAsync(Refund);
        (await _scene.RefundStatusAsync()).Should().Be(RefundStatus.Processing);

        _scene.Time.Advance(TimeSpan.FromMinutes(1));

        (await _scene.RefundStatusAsync()).Should().Be(RefundStatus.Success);
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Guide317_RefundShouldBeInitiatedBefore90DaysOfTheCompletedTimeOfTheOriginalTransaction(
        int seconds, bool isAccepted)
    {
        await _scene.CreateAsync();
        _scene.Time.Advance(TimeSpan.FromHours(1));
        _scene.Simulator.Buyer.Pay("ORDER_1");
        _scene.Time.Advance(TimeSpan.FromDays(90) + TimeSpan.FromSeconds(seconds));

        var refund = () => _scene.Client.RefundAsync(Refund);

        if (isAccepted)
        {
            await refund.Should().NotThrowAsync();
        }
        else
        {
            await RefusedAsync(refund, PyxproErrorCode.OrderStatusError);
        }
    }

    [Fact]
    public async Task Guide317_FundsMayNotReturnBackImmediately()
    {
        _scene.Simulator.RefundDelay = TimeSpan.FromDays(3);
        await _scene.PayAsync();
        await _scene.Client.RefundAsync(Refund);

        _scene.Time.Advance(TimeSpan.FromDays(3) - TimeSpan.FromTicks(1));
        (await _scene.RefundStatusAsync()).Should().Be(RefundStatus.Processing);

        _scene.Time.Advance(TimeSpan.FromTicks(1));
        (await _scene.RefundStatusAsync()).Should().Be(RefundStatus.Success);
    }

    [Fact]
    public async Task Guide317_OutRefundNoGeneratedByMerchantSystemShouldBeUnique()
    {
        await _scene.PayAsync();
        await _scene.PayAsync("ORDER_2");
        await _scene.Client.RefundAsync(Refund);

        await RefusedAsync(
            () => _scene.Client.RefundAsync(Refund with { OutTradeNo = "ORDER_2" }), PyxproErrorCode.RefundInfoIsExists);
        await RefusedAsync(
            () => _scene.Client.RefundAsync(Refund with { RefundFee = 299 }), PyxproErrorCode.RefundInfoIsExists);
    }

    [Fact]
    public async Task Guide317_RetryWithTheSameOutRefundNoForUnsuccessfulRefundsCalls()
    {
        await _scene.PayAsync();
        _scene.Simulator.Faults.Add(PyxproOperation.Refund, CallFault.ResponseLost);
        (await _scene.Client.Awaiting(client => client.RefundAsync(Refund)).Should().ThrowAsync<PyxproTransportException>())
            .Which.Outcome.Should().Be(PyxproOutcome.Uncertain);

        await _scene.Client.RefundAsync(Refund);

        _scene.Simulator.Log.Count(entry => entry.Event == GatewayEvent.RefundAccepted).Should().Be(1);
    }

    [Fact]
    public async Task Guide317_OneRefundForMultipleRefundCallsWithTheSameOutRefundNo()
    {
        await _scene.PayAsync();

        var ids = new HashSet<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add((await _scene.Client.RefundAsync(Refund)).RefundId);
        }

        ids.Should().ContainSingle();
        await _scene.Client.RefundAsync(Refund with { OutRefundNo = "RF-2", RefundFee = 700 });
    }

    [Fact]
    public async Task Guide317_PartialRefundIsAllowedUnlessTheTotalRefundAmountReachesTheOriginalTransactionAmount()
    {
        await _scene.PayAsync();
        await _scene.Client.RefundAsync(Refund);
        await _scene.Client.RefundAsync(Refund with { OutRefundNo = "RF-2", RefundFee = 700 });

        await RefusedAsync(
            () => _scene.Client.RefundAsync(Refund with { OutRefundNo = "RF-3", RefundFee = 1 }),
            PyxproErrorCode.RefundFeeInvalid);
    }

    [Fact]
    public async Task Guide317_SummaryOfTheAllRefundTransactionsCannotExceedTheOriginalAmount()
    {
        await _scene.PayAsync();
        await _scene.Client.RefundAsync(Refund);

        await RefusedAsync(
            () => _scene.Client.RefundAsync(Refund with { OutRefundNo = "RF-2", RefundFee = 701 }),
            PyxproErrorCode.RefundFeeInvalid);
    }

    [Fact]
    public async Task Guide317_CouponCannotBeRefunded()
    {
        await _scene.PayAsync(couponFee: 200);

        await RefusedAsync(
            () => _scene.Client.RefundAsync(Refund with { RefundFee = 801 }), PyxproErrorCode.RefundFeeInvalid);
        await _scene.Client.RefundAsync(Refund with { RefundFee = 800 });
    }

    [Fact]
    public async Task Guide317_FewBanksMayNotSupportMerchantsHaveToFindOtherWayToReturnMoney()
    {
        _scene.Simulator.FinalRefundStatus = RefundStatus.Change;
        await _scene.PayAsync();
        await _scene.Client.RefundAsync(Refund with { RefundFee = 1000 });
        _scene.Time.Advance(TimeSpan.FromMinutes(1));

        var status = await _scene.RefundStatusAsync();

        status.NeedsAttention.Should().BeTrue();
        await RefusedAsync(
            () => _scene.Client.RefundAsync(Refund with { OutRefundNo = "RF-2" }), PyxproErrorCode.RefundFeeInvalid);
    }

    [Fact]
    public async Task Guide317_TransactionIdHasHighPriorityIfBothAreProvided()
    {
        await _scene.PayAsync();
        var other = await _scene.PayAsync("ORDER_2");

        // The client notices that another order was hit (erratum 12).
        await _scene.Client
            .Awaiting(client => client.RefundAsync(Refund with { TransactionId = other.TransactionId }))
            .Should().ThrowAsync<PyxproMismatchException>();

        _scene.Simulator.FindRefund("RF-1")!.OutTradeNo.Should().Be("ORDER_2");
    }

    [Fact]
    public async Task Guide317_RefundChannelDefaultValueIsOriginal()
    {
        await _scene.PayAsync();

        (await _scene.Client.RefundAsync(Refund)).RefundChannel.Should().Be("ORIGINAL");
    }

    [Fact]
    public async Task Guide317_TotalFeeIsTheAmountOfTheOriginalOrder()
    {
        await _scene.PayAsync();

        await RefusedAsync(
            () => _scene.Client.RefundAsync(Refund with { TotalFee = 999 }), PyxproErrorCode.ValidParamFail);
    }

    [Fact]
    public async Task Guide318_RefundIdHasHighPriorityIfOutRefundNoIsProvidedEither()
    {
        await _scene.PayAsync();
        await _scene.Client.RefundAsync(Refund);
        var second = await _scene.Client.RefundAsync(Refund with { OutRefundNo = "RF-2" });

        var response = await _scene.Client.SendAsync(
            "unified.trade.refundquery", [new("out_refund_no", "RF-1"), new("refund_id", second.RefundId)]);

        response["out_refund_no_0"].Should().Be("RF-2");
    }

    [Fact]
    public async Task Guide318_RefundCount2MeansThereAreTwoPartialRefunds0ForTheFirst1ForTheSecond()
    {
        await _scene.PayAsync();
        await _scene.Client.RefundAsync(Refund);
        await _scene.Client.RefundAsync(Refund with { OutRefundNo = "RF-2", RefundFee = 200 });

        var response = await _scene.Client.SendAsync("unified.trade.refundquery", [new("out_trade_no", "ORDER_1")]);

        response["refund_count"].Should().Be("2");
        response["refund_fee_0"].Should().Be("300");
        response["refund_fee_1"].Should().Be("200");
    }

    [Fact]
    public async Task Guide318_NotSureUnknownStatusPleaseRetry()
    {
        _scene.Simulator.FinalRefundStatus = RefundStatus.NotSure;
        await _scene.PayAsync();
        var first = await _scene.Client.RefundAsync(Refund);
        _scene.Time.Advance(TimeSpan.FromMinutes(1));
        (await _scene.RefundStatusAsync()).Should().Be(RefundStatus.NotSure);

        _scene.Simulator.FinalRefundStatus = RefundStatus.Success;
        var again = await _scene.Client.RefundAsync(Refund);
        (await _scene.RefundStatusAsync()).Should().Be(RefundStatus.Processing);
        _scene.Time.Advance(TimeSpan.FromMinutes(1));

        again.RefundId.Should().Be(first.RefundId);
        (await _scene.RefundStatusAsync()).Should().Be(RefundStatus.Success);
        await RefusedAsync(
            () => _scene.Client.RefundAsync(Refund with { OutRefundNo = "RF-2", RefundFee = 701 }),
            PyxproErrorCode.RefundFeeInvalid);
    }

    [Fact]
    public async Task Guide318_FailGivesTheAmountFreeForAnotherRefund()
    {
        _scene.Simulator.FinalRefundStatus = RefundStatus.Fail;
        await _scene.PayAsync();
        await _scene.Client.RefundAsync(Refund with { RefundFee = 1000 });
        await RefusedAsync(
            () => _scene.Client.RefundAsync(Refund with { OutRefundNo = "RF-2" }), PyxproErrorCode.RefundFeeInvalid);

        _scene.Time.Advance(TimeSpan.FromMinutes(1));

        (await _scene.RefundStatusAsync()).Should().Be(RefundStatus.Fail);
        (await _scene.StateAsync()).Should().Be(TradeState.Success);
        await _scene.Client.RefundAsync(Refund with { OutRefundNo = "RF-2" });
        (await _scene.StateAsync()).Should().Be(TradeState.Refund);
    }
}
