using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>What a ping makes of gateways that are well and of those that are not.</summary>
public class PingClassifierTests
{
    private static readonly (string, string)[] NotExists = [("result_code", "1"), ("err_code", "Order not exists")];

    private static readonly Dictionary<string, (Reply Reply, PyxproPingResult Result)> Gateways = new()
    {
        ["no such order"] = (Replies.Signed(NotExists), PyxproPingResult.Healthy),
        ["no such order, in other words"] = (Replies.Error("E1", "order is absent"), PyxproPingResult.Unknown),
        ["an order after all"] = (Replies.Signed(("trade_state", "NOTPAY")), PyxproPingResult.Healthy),
        ["no such host"] = Failing(HttpRequestError.NameResolutionError, PyxproPingResult.Url),
        ["no HTTP"] = Failing(HttpRequestError.InvalidResponse, PyxproPingResult.Url),
        ["HTTP 404"] = (Replies.Http(404), PyxproPingResult.Url),
        ["HTTP 302"] = (Replies.Http(302), PyxproPingResult.Url),
        ["HTML"] = (Replies.Html, PyxproPingResult.Url),
        ["empty"] = (Replies.Body(""), PyxproPingResult.Url),
        ["HTTP 500"] = (Replies.Http(500), PyxproPingResult.Unreachable),
        ["HTTP 503"] = (Replies.Http(503), PyxproPingResult.Unreachable),
        ["HTTP 429"] = (Replies.Http(429, "1"), PyxproPingResult.Unreachable),
        ["HTTP 408"] = (Replies.Http(408), PyxproPingResult.Unreachable),
        ["refused connection"] = (Replies.Refused, PyxproPingResult.Unreachable),
        ["cut connection"] = (Replies.Lost, PyxproPingResult.Unreachable),
        ["silence"] = (Replies.Silence, PyxproPingResult.Unreachable),
        ["TLS"] = Failing(HttpRequestError.SecureConnectionError, PyxproPingResult.Tls),
        ["unsigned signature error"] = (Replies.Unsigned("Signature error"), PyxproPingResult.Key),
        ["signed signature error"] = (Replies.Error("SIGNERROR"), PyxproPingResult.Key),
        ["signature error in words"] = (Replies.Error("", "valid sign fail"), PyxproPingResult.Key),
        ["signed by another key"] = (
            Replies.Body(TestMerchant.SignedBy("another_key", TestMerchant.Good(NotExists))), PyxproPingResult.Key),
        ["not signed"] = (Replies.Body(TestMerchant.Xml(TestMerchant.Good(NotExists))), PyxproPingResult.Key),
        ["other merchant"] = (Replies.Signed([("mch_id", "999"), .. NotExists]), PyxproPingResult.Merchant),
        ["unsigned auth fail"] = (Replies.Unsigned("Auth valid fail"), PyxproPingResult.Merchant),
        ["unsigned status fail"] = (Replies.Unsigned("valid mch status fail"), PyxproPingResult.Merchant),
        ["signed auth fail"] = (Replies.Error("Auth valid fail"), PyxproPingResult.Merchant),
        ["signed status fail"] = (Replies.Error("valid mch status fail"), PyxproPingResult.Merchant),
        ["auth fail in words"] = (Replies.Error("E1", "Auth valid fail"), PyxproPingResult.Merchant),
        ["gateway behind"] = (Dated(TimeSpan.FromSeconds(-61)), PyxproPingResult.Clock),
        ["gateway ahead"] = (Dated(TimeSpan.FromSeconds(61)), PyxproPingResult.Clock),
        ["clocks a minute apart"] = (Dated(TimeSpan.FromSeconds(60)), PyxproPingResult.Healthy),
        ["busy"] = (Replies.Busy, PyxproPingResult.Unknown),
        ["system error"] = (Replies.Error("SYSTEMERROR"), PyxproPingResult.Unknown),
        ["system error in words"] = (Replies.Error("E1", "System error"), PyxproPingResult.Unknown),
        ["unsigned system error"] = (Replies.Unsigned("System error"), PyxproPingResult.Unknown),
        ["unsigned busy"] = (Replies.Unsigned("valid flow fail"), PyxproPingResult.Unknown),
        ["unsigned nothing"] = (Replies.Unsigned(""), PyxproPingResult.Unknown),
    };

    public static TheoryData<string> EveryGateway => [.. Gateways.Keys];

    [Theory]
    [MemberData(nameof(EveryGateway))]
    public async Task Ping_EachGateway_SaysWhatIsWrongByOneRequest(string name)
    {
        var (reply, result) = Gateways[name];
        using var gateway = new ScriptedGateway(reply);
        var started = gateway.Time.Now;

        var ping = await gateway.Time.RunAsync(gateway.CreateClient().PingAsync());

        ping.Result.Should().Be(result, ping.Description);
        ping.Description.Should().NotBeNullOrWhiteSpace().And.NotContain(TestMerchant.Key);
        ping.Duration.Should().Be(gateway.Time.Now - started);
        gateway.Requests.Should().Be(1);
    }

    [Theory]
    [InlineData(-90)]
    [InlineData(90)]
    [InlineData(-3)]
    public async Task ClockAhead_GatewayTellsItsTime_IsOursLessItsOwn(int gatewayAhead)
    {
        using var gateway = new ScriptedGateway(Dated(TimeSpan.FromSeconds(gatewayAhead)));

        var ping = await gateway.CreateClient().PingAsync();

        ping.ClockAhead.Should().Be(TimeSpan.FromSeconds(-gatewayAhead));
    }

    // Whatever else is wrong, the clock can be too.
    [Theory]
    [InlineData("HTTP 503")]
    [InlineData("HTML")]
    [InlineData("unsigned signature error")]
    public async Task ClockAhead_GatewayFailsButTellsItsTime_IsOursLessItsOwn(string name)
    {
        var behind = TimeSpan.FromMinutes(-5);
        using var gateway = new ScriptedGateway(Dated(behind, Gateways[name].Reply));

        var ping = await gateway.CreateClient().PingAsync();

        ping.Result.Should().Be(Gateways[name].Result);
        ping.ClockAhead.Should().Be(-behind);
    }

    [Fact]
    public async Task ClockAhead_GatewayDoesNotTellItsTime_IsNull()
    {
        using var gateway = new ScriptedGateway(Replies.Signed(NotExists));

        (await gateway.CreateClient().PingAsync()).ClockAhead.Should().BeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ping_CallerCancels_IsCancelledAndNoResult(bool isBefore)
    {
        using var stop = new CancellationTokenSource();
        using var gateway = new ScriptedGateway(Replies.Silence);
        if (isBefore)
        {
            await stop.CancelAsync();
        }

        var pinging = gateway.CreateClient().PingAsync(stop.Token);
        await stop.CancelAsync();

        (await FluentActions.Awaiting(() => pinging).Should().ThrowAsync<PyxproCanceledException>())
            .Which.Call.Operation.Should().Be(PyxproOperation.Ping);
        gateway.Requests.Should().Be(isBefore ? 0 : 1);
    }

    // Of a stranger a gateway can say that there is no such merchant, or that its signature is wrong.
    [Theory]
    [InlineData("", "", PyxproPingResult.Healthy)]
    [InlineData("", "x", PyxproPingResult.Key)]
    [InlineData("9", "", PyxproPingResult.Merchant, PyxproPingResult.Key)]
    public async Task Ping_Simulator_SaysWhatIsWrongAndLeavesNoTrace(
        string moreMchId, string moreKey, params PyxproPingResult[] results)
    {
        var simulator = new GatewaySimulator();
        string? outTradeNo = null;
        using var recorder = ScriptedHandler.Around(
            next => async (request, stop) =>
            {
                outTradeNo = XmlMessageCodec.Decode(await request.Content!.ReadAsByteArrayAsync(stop))["out_trade_no"];

                return await next(request, stop);
            },
            simulator.CreateHandler());
        var options = simulator.CreateOptions();
        options.MchId += moreMchId;
        options.Key += moreKey;

        var ping = await new PyxproClient(new HttpClient(recorder), options).PingAsync();

        ping.Result.Should().BeOneOf(results);
        simulator.FindOrder(outTradeNo!).Should().BeNull();
    }

    private static (Reply, PyxproPingResult) Failing(HttpRequestError error, PyxproPingResult result) =>
        ((_, _) => throw new HttpRequestException(error, "It failed."), result);

    /// <summary>A gateway whose clock is ahead of ours.</summary>
    private static Reply Dated(TimeSpan ahead, Reply? reply = null) => async (request, stop) =>
    {
        var response = await (reply ?? Replies.Signed(NotExists))(request, stop);
        response.Headers.Date = new SteppedTime().Now + ahead;

        return response;
    };
}
