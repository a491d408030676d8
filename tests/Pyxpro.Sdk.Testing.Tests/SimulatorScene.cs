using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>A simulator, a client on it that tries once, and the time that both go by.</summary>
internal sealed class SimulatorScene
{
    public SimulatorScene(Action<PyxproOptions>? configure = null)
    {
        Simulator = new GatewaySimulator(Time);
        Client = MakeClient(configure: configure);
    }

    public static CreateNativeOrderRequest Order => TestMerchant.CreateRequest;

    public static RefundRequest Refund => TestMerchant.RefundRequest;

    public static QueryOrderRequest QueryOrder { get; } = new() { OutTradeNo = "ORDER_1" };

    public static CloseOrderRequest CloseOrder { get; } = new() { OutTradeNo = "ORDER_1" };

    public static QueryRefundRequest QueryRefund { get; } = new() { OutRefundNo = "RF-1" };

    public SteppedTime Time { get; } = new();

    public GatewaySimulator Simulator { get; }

    public PyxproClient Client { get; }

    /// <summary>Creates the order with <c>time_expire</c> alone, to which the client always adds <c>time_start</c>.</summary>
    public static Task CreateWithoutStartAsync(PyxproClient client, DateTimeOffset expires) => client.SendAsync(
        "pay.alipay.native.intl",
        [
            new("out_trade_no", Order.OutTradeNo), new("body", Order.Body), new("total_fee", $"{Order.TotalFee}"),
            new("mch_create_ip", "203.0.113.7"), new("notify_url", "https://shop.test/notify"),
            new("time_expire", $"{expires.ToOffset(TimeSpan.FromHours(8)):yyyyMMddHHmmss}"),
        ]);

    public static async Task RefusedAsync(Func<Task> call, PyxproErrorCode code)
    {
        var exception = (await call.Should().ThrowAsync<PyxproBusinessException>()).Which;

        exception.ErrorCode.Should().Be(code);
        exception.Outcome.Should().Be(PyxproOutcome.Refused);
    }

    public PyxproClient MakeClient(string? mchId = null, Action<PyxproOptions>? configure = null)
    {
        var options = Simulator.CreateOptions(TestMerchant.ConfigureOwn, mchId);
        options.MaxAttempts = 1;
        configure?.Invoke(options);

        return new PyxproClient(new HttpClient(Simulator.CreateHandler()), options, SuiteLog.Factory, Time);
    }

    public Task CreateAsync(string outTradeNo = "ORDER_1") =>
        Client.CreateNativeOrderAsync(Order with { OutTradeNo = outTradeNo });

    public async Task<PaymentNotification> PayAsync(string outTradeNo = "ORDER_1", long couponFee = 0)
    {
        await CreateAsync(outTradeNo);

        return Client.ParseNotification(Simulator.Buyer.Pay(outTradeNo, couponFee));
    }

    public async Task<TradeState> StateAsync() => (await Client.QueryOrderAsync(QueryOrder)).TradeState;

    public async Task<RefundStatus> RefundStatusAsync(string outRefundNo = "RF-1") =>
        (await Client.QueryRefundAsync(new QueryRefundRequest { OutRefundNo = outRefundNo })).Refunds.Single().RefundStatus;
}
