using System.Text;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

public class GatewaySimulatorTests
{
    private static readonly CloseOrderRequest Close = new() { OutTradeNo = "ORDER_1" };
    private static readonly QueryOrderRequest Query = new() { OutTradeNo = "ORDER_1" };
    private static readonly QueryRefundRequest QueryRefund = new() { OutRefundNo = "RF-1" };

    private readonly SteppedTime _time = new();
    private readonly GatewaySimulator _simulator;
    private readonly PyxproClient _client;

    public GatewaySimulatorTests()
    {
        _simulator = new GatewaySimulator(_time);
        _client = new PyxproClient(
            new HttpClient(_simulator.CreateHandler()), _simulator.CreateOptions(TestMerchant.ConfigureOwn), SuiteLog.Factory);
    }

    [Fact]
    public async Task Order_CreatedPaidAndRefunded_GoesThroughItsStates()
    {
        await _client.CreateNativeOrderAsync(TestMerchant.CreateRequest with { Attach = "cart", DeviceInfo = "till" });
        (await _client.QueryOrderAsync(Query)).TradeState.Should().Be(TradeState.NotPay);

        var notification = _client.ParseNotification(_simulator.Buyer.Pay("ORDER_1"));
        notification.Matches("ORDER_1", 1000, "HKD").Should().BeTrue();
        notification.Attach.Should().Be("cart");
        var paid = await _client.QueryOrderAsync(Query);
        paid.TradeState.Should().Be(TradeState.Success);
        paid.TransactionId.Should().Be(notification.TransactionId);
        paid.TimeEnd.Should().Be(_time.GetUtcNow());

        await _client.RefundAsync(TestMerchant.RefundRequest);
        (await _client.QueryOrderAsync(Query)).TradeState.Should().Be(TradeState.Refund);
        (await _client.QueryRefundAsync(QueryRefund)).Refunds.Single().RefundStatus.Should().Be(RefundStatus.Processing);

        _time.Advance(_simulator.RefundDelay);
        (await _client.QueryRefundAsync(QueryRefund)).Refunds.Single().RefundStatus.Should().Be(RefundStatus.Success);
    }

    [Fact]
    public async Task Response_AndNotification_AreSignedAsOthersSign()
    {
        await _client.CreateNativeOrderAsync(TestMerchant.CreateRequest);
        var key = _simulator.CreateOptions().Key;

        var notification = XmlMessageCodec.Decode(_simulator.Buyer.Pay("ORDER_1"));

        notification["sign"].Should().Be(IndependentSigner.Sign(notification, key));
    }

    [Fact]
    public async Task Order_ByTheGatewaysNumber_IsFoundToo()
    {
        await _client.CreateNativeOrderAsync(TestMerchant.CreateRequest);
        var transactionId = _client.ParseNotification(_simulator.Buyer.Pay("ORDER_1")).TransactionId;

        var order = await _client.QueryOrderAsync(new QueryOrderRequest { TransactionId = transactionId });
        var refund = await _client.RefundAsync(TestMerchant.RefundRequest with { OutTradeNo = null, TransactionId = transactionId });
        var refunds = await _client.QueryRefundAsync(new QueryRefundRequest { RefundId = refund.RefundId });

        order.OutTradeNo.Should().Be("ORDER_1");
        refunds.Refunds.Single().OutRefundNo.Should().Be("RF-1");
    }

    [Fact]
    public async Task Close_YoungerThanFiveMinutes_IsRefused()
    {
        await _client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        _time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromTicks(1));
        await RefusedAsync(() => _client.CloseOrderAsync(Close), PyxproErrorCode.OrderStatusError);

        _time.Advance(TimeSpan.FromTicks(1));
        await _client.CloseOrderAsync(Close);
        (await _client.QueryOrderAsync(Query)).TradeState.Should().Be(TradeState.Closed);
    }

    [Fact]
    public async Task Close_ClosedAlready_IsDoneAgain()
    {
        await _client.CreateNativeOrderAsync(TestMerchant.CreateRequest);
        _time.Advance(TimeSpan.FromMinutes(5));

        await _client.CloseOrderAsync(Close);
        var act = () => _client.CloseOrderAsync(Close);

        await act.Should().NotThrowAsync();
    }

    [Fact]
    public async Task Close_PaidOrder_IsRefusedForEver()
    {
        await PaidAsync();
        _time.Advance(TimeSpan.FromDays(1));

        await RefusedAsync(() => _client.CloseOrderAsync(Close), PyxproErrorCode.OrderPaid);
    }

    [Fact]
    public async Task Create_SameOrderAgain_GivesTheSameCode()
    {
        var first = await _client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        var second = await _client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        second.CodeUrl.Should().Be(first.CodeUrl);
    }

    [Fact]
    public async Task Create_SameNumberOtherAmount_IsRefused()
    {
        await _client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        await RefusedAsync(
            () => _client.CreateNativeOrderAsync(TestMerchant.CreateRequest with { TotalFee = 1001 }),
            PyxproErrorCode.OutTradeNoUsed);
    }

    [Theory]
    [InlineData(true, 1, 0)]
    [InlineData(true, 0, 1)]
    [InlineData(false, 0, 0)]
    [InlineData(true, 0, null)]
    public async Task Create_SameNumberOtherTimes_IsRefused(bool hasStart, int startsLater, int? expiresLater)
    {
        var now = _time.GetUtcNow();
        var order = TestMerchant.CreateRequest with { TimeStart = now, TimeExpire = now.AddMinutes(2) };
        var first = await _client.CreateNativeOrderAsync(order);
        _time.Advance(TimeSpan.FromSeconds(1));
        (await _client.CreateNativeOrderAsync(order)).CodeUrl.Should().Be(first.CodeUrl);

        var other = order with
        {
            TimeStart = now.AddSeconds(startsLater),
            TimeExpire = expiresLater is { } seconds ? now.AddMinutes(2).AddSeconds(seconds) : null,
        };

        await RefusedAsync(
            () => hasStart
                ? _client.CreateNativeOrderAsync(other)
                : SimulatorScene.CreateWithoutStartAsync(_client, now.AddMinutes(2)),
            PyxproErrorCode.OutTradeNoUsed);
    }

    [Fact]
    public async Task Create_PaidOrder_IsRefused()
    {
        await PaidAsync();

        await RefusedAsync(() => _client.CreateNativeOrderAsync(TestMerchant.CreateRequest), PyxproErrorCode.OrderPaid);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Erratum16_OrderPastItsEnd_IsClosedIfBothTimesWereSent(bool hasStart)
    {
        var now = _time.GetUtcNow();
        var order = TestMerchant.CreateRequest with { TimeStart = now, TimeExpire = now.AddMinutes(2) };
        await (hasStart
            ? _client.CreateNativeOrderAsync(order)
            : SimulatorScene.CreateWithoutStartAsync(_client, now.AddMinutes(2)));

        _time.Advance(TimeSpan.FromMinutes(2));

        (await _client.QueryOrderAsync(Query)).TradeState.Should().Be(hasStart ? TradeState.Closed : TradeState.NotPay);
    }

    [Fact]
    public async Task Pay_OrderThatCannotBePaid_SaysWhy()
    {
        await PaidAsync();

        var act = () => _simulator.Buyer.Pay("ORDER_1");

        act.Should().Throw<InvalidOperationException>().WithMessage("*ORDER_1*SUCCESS*");
    }

    [Fact]
    public async Task Erratum13_RefundAgainWithTheSameNumber_RefundsOnce()
    {
        await PaidAsync();

        var first = await _client.RefundAsync(TestMerchant.RefundRequest);
        var second = await _client.RefundAsync(TestMerchant.RefundRequest);

        second.RefundId.Should().Be(first.RefundId);
        _simulator.FindRefund("RF-1")!.RefundFee.Should().Be(300);
        await RefusedAsync(
            () => _client.RefundAsync(TestMerchant.RefundRequest with { OutRefundNo = "RF-2", RefundFee = 701 }),
            PyxproErrorCode.RefundFeeInvalid);
        await _client.RefundAsync(TestMerchant.RefundRequest with { OutRefundNo = "RF-3", RefundFee = 700 });
    }

    [Fact]
    public async Task Refund_SameNumberOtherAmount_IsRefused()
    {
        await PaidAsync();
        await _client.RefundAsync(TestMerchant.RefundRequest);

        await RefusedAsync(
            () => _client.RefundAsync(TestMerchant.RefundRequest with { RefundFee = 301 }), PyxproErrorCode.RefundInfoIsExists);
    }

    [Fact]
    public async Task Refund_UnpaidOrder_IsRefused()
    {
        await _client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        await RefusedAsync(() => _client.RefundAsync(TestMerchant.RefundRequest), PyxproErrorCode.OrderStatusError);
    }

    [Fact]
    public async Task Refund_OtherTotal_IsRefused()
    {
        await PaidAsync();

        await RefusedAsync(
            () => _client.RefundAsync(TestMerchant.RefundRequest with { TotalFee = 999 }), PyxproErrorCode.ValidParamFail);
    }

    [Fact]
    public async Task Refund_After90Days_IsRefused()
    {
        await PaidAsync();

        _time.Advance(TimeSpan.FromDays(90));
        await _client.RefundAsync(TestMerchant.RefundRequest);
        _time.Advance(TimeSpan.FromTicks(1));

        await RefusedAsync(
            () => _client.RefundAsync(TestMerchant.RefundRequest with { OutRefundNo = "RF-2" }), PyxproErrorCode.OrderStatusError);
    }

    [Fact]
    public async Task Refund_WithAnEndlessDelay_StaysProcessing()
    {
        _simulator.RefundDelay = TimeSpan.MaxValue;
        await PaidAsync();
        await _client.RefundAsync(TestMerchant.RefundRequest);

        _time.Advance(TimeSpan.FromDays(1000));

        _simulator.FindRefund("RF-1")!.RefundStatus.Should().Be(RefundStatus.Processing);
    }

    [Fact]
    public async Task Numbers_OfAMerchantWithALongId_CanBeAskedFor()
    {
        var simulator = new GatewaySimulator(new string('1', 32), "a_key");
        var client = new PyxproClient(
            new HttpClient(simulator.CreateHandler()), simulator.CreateOptions(TestMerchant.ConfigureOwn), SuiteLog.Factory);
        await client.CreateNativeOrderAsync(TestMerchant.CreateRequest);
        var transactionId = client.ParseNotification(simulator.Buyer.Pay("ORDER_1")).TransactionId;

        var order = await client.QueryOrderAsync(new QueryOrderRequest { TransactionId = transactionId });

        order.OutTradeNo.Should().Be("ORDER_1");
    }

    [Fact]
    public async Task Unknown_OrderOrRefund_DoesNotExist()
    {
        await RefusedAsync(() => _client.QueryOrderAsync(Query), PyxproErrorCode.OrderNotExists);
        await RefusedAsync(() => _client.CloseOrderAsync(Close), PyxproErrorCode.OrderNotExists);
        await RefusedAsync(() => _client.RefundAsync(TestMerchant.RefundRequest), PyxproErrorCode.OrderNotExists);
        await RefusedAsync(() => _client.QueryRefundAsync(QueryRefund), PyxproErrorCode.RefundNotExists);
        FluentActions.Invoking(() => _simulator.Buyer.Pay("ORDER_1")).Should().Throw<InvalidOperationException>();
        _simulator.FindOrder("ORDER_1").Should().BeNull();
    }

    [Fact]
    public async Task Service_Unknown_IsRefused() =>
        await RefusedAsync(() => _client.SendAsync("unified.trade.micropay", []), PyxproErrorCode.UnsupportedApi);

    [Theory]
    [InlineData("junk", "XML_FORMAT_ERROR")]
    [InlineData("<xml><mch_id>1</mch_id></xml>", "valid mch status fail")]
    [InlineData("<xml><mch_id>124580000005</mch_id><sign>0</sign></xml>", "Signature error")]
    public void Response_RequestThatCannotBeOpened_IsAnUnsignedError(string request, string message)
    {
        var response = XmlMessageCodec.Decode(_simulator.Respond(Encoding.UTF8.GetBytes(request)));

        response["status"].Should().Be("400");
        response["message"].Should().Be(message);
        response.TryGetValue("sign", out _).Should().BeFalse();
    }

    [Fact]
    public async Task Handler_OtherThanAPost_IsNotAllowed()
    {
        using var httpClient = new HttpClient(_simulator.CreateHandler());

        using var response = await httpClient.GetAsync(new Uri("https://gateway.test/"));

        ((int)response.StatusCode).Should().Be(405);
    }

    [Fact]
    public async Task Orders_FromManyThreads_AreAllKept()
    {
        const int Count = 200;

        await Parallel.ForEachAsync(Enumerable.Range(0, Count), async (i, cancellationToken) =>
        {
            await _client.CreateNativeOrderAsync(TestMerchant.CreateRequest with { OutTradeNo = $"N{i}" }, cancellationToken);
            _client.ParseNotification(_simulator.Buyer.Pay($"N{i}")).OutTradeNo.Should().Be($"N{i}");
        });

        Enumerable.Range(0, Count).Select(i => _simulator.FindOrder($"N{i}")!.TransactionId).Should().OnlyHaveUniqueItems();
    }

    private static async Task RefusedAsync(Func<Task> act, PyxproErrorCode code)
    {
        var exception = (await act.Should().ThrowAsync<PyxproBusinessException>()).Which;

        exception.ErrorCode.Should().Be(code);
        exception.Outcome.Should().Be(PyxproOutcome.Refused);
    }

    private async Task PaidAsync()
    {
        await _client.CreateNativeOrderAsync(TestMerchant.CreateRequest);
        _simulator.Buyer.Pay("ORDER_1");
    }
}
