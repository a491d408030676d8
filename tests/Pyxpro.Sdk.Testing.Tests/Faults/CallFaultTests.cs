using System.Net;
using Polly.Simmy;
using Pyxpro.Sdk.Testing;
using static Pyxpro.Sdk.Tests.SimulatorScene;

namespace Pyxpro.Sdk.Tests;

public class CallFaultTests
{
    private readonly SimulatorScene _scene = new();

    public static TheoryData<CallFaultKind, bool> Faults => new(
        from fault in CallFault.Detectable
        select (fault.Kind, fault.IsProcessed));

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Refund_ThatGoesWrong_IsUncertainAndActedOnAsTheFaultSays(CallFaultKind kind, bool acts)
    {
        await _scene.PayAsync();
        _scene.Simulator.Faults.Add(PyxproOperation.Refund, new CallFault { Kind = kind, IsProcessed = acts });

        var exception = (await _scene.Client.Awaiting(client => client.RefundAsync(Refund))
            .Should().ThrowAsync<PyxproException>()).Which;

        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
        exception.GetType().Should().Be(ExpectedType(kind));
        (_scene.Simulator.FindRefund("RF-1") is not null).Should().Be(acts);
        var entry = _scene.Simulator.Log.Single(entry => entry.Operation == PyxproOperation.Refund);
        entry.Event.Should().Be(acts ? GatewayEvent.RefundAccepted : GatewayEvent.Nothing);
        entry.Fault!.Kind.Should().Be(kind);
        await _scene.Client.RefundAsync(Refund);
        _scene.Simulator.Log.Count(entry => entry.Event == GatewayEvent.RefundAccepted).Should().Be(1);
    }

    [Fact]
    public void Detectable_HasEveryKindButTheLateAndTheStale() => CallFault.Detectable.Select(fault => fault.Kind)
        .Distinct().Should().BeEquivalentTo(Enum.GetValues<CallFaultKind>()
            .Where(kind => kind is not (CallFaultKind.Unchanged or CallFaultKind.StaleResponse)));

    [Theory]
    [InlineData(120)]
    [InlineData(null)]
    public async Task HttpError_WithATimeToWait_SaysIt(int? seconds)
    {
        TimeSpan? delay = seconds is null ? null : TimeSpan.FromSeconds(seconds.Value);
        _scene.Simulator.Faults.Add(PyxproOperation.QueryOrder, CallFault.HttpError with
        {
            StatusCode = HttpStatusCode.ServiceUnavailable,
            RetryAfter = delay,
        });

        var exception = (await _scene.Client.Awaiting(client => client.QueryOrderAsync(QueryOrder))
            .Should().ThrowAsync<PyxproTransportException>()).Which;

        exception.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        exception.RetryAfter.Should().Be(delay);
    }

    [Fact]
    public async Task SignedError_Planned_IsInTheWordsOfTheTest()
    {
        _scene.Simulator.Faults.Add(PyxproOperation.CreateNativeOrder, CallFault.SignedError with
        {
            ErrCode = "SYSTEMERROR",
            ErrMsg = "系统异常",
            ErrCodeDes = "try again",
        });

        var exception = (await _scene.Client.Awaiting(client => client.CreateNativeOrderAsync(Order))
            .Should().ThrowAsync<PyxproBusinessException>()).Which;

        exception.ErrorCode.Should().Be(PyxproErrorCode.SystemError);
        exception.ErrorMessage.Should().Be("系统异常");
        var sent = XmlMessageCodec.Decode(_scene.Simulator.Log.Single().Sent.Span);
        sent["err_code_des"].Should().Be("try again");
        sent["sign"].Should().Be(IndependentSigner.Sign(sent, _scene.Simulator.CreateOptions().Key));
        _scene.Simulator.FindOrder("ORDER_1").Should().NotBeNull();
    }

    [Fact]
    public async Task SignedError_OfEachOperation_ComesAfterTheGatewayActed()
    {
        foreach (var operation in new[]
        {
            PyxproOperation.CreateNativeOrder, PyxproOperation.QueryOrder, PyxproOperation.CloseOrder,
            PyxproOperation.Refund, PyxproOperation.QueryRefund,
        })
        {
            _scene.Simulator.Faults.Add(operation, CallFault.SignedError with { ErrCode = "SYSTEMERROR" });
        }

        await FailsAsync(() => _scene.Client.CreateNativeOrderAsync(Order));
        await FailsAsync(() => _scene.Client.QueryOrderAsync(QueryOrder));
        _scene.Time.Advance(TimeSpan.FromMinutes(5));
        await FailsAsync(() => _scene.Client.CloseOrderAsync(CloseOrder));
        await _scene.PayAsync("ORDER_2");
        await FailsAsync(() => _scene.Client.RefundAsync(Refund with { OutTradeNo = "ORDER_2" }));
        await FailsAsync(() => _scene.Client.QueryRefundAsync(QueryRefund));

        (await _scene.StateAsync()).Should().Be(TradeState.Closed);
        (await _scene.RefundStatusAsync()).Should().Be(RefundStatus.Processing);

        static async Task FailsAsync(Func<Task> call) =>
            (await call.Should().ThrowAsync<PyxproBusinessException>())
                .Which.Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    [Theory]
    [InlineData("ORDERPAID", null, null)]
    [InlineData("SYSTEMERROR", "valid flow fail", null)]
    [InlineData(null, null, "Order not exists")]
    public async Task SignedError_ThatMeansNothingWasDone_IsForAGatewayThatDoesNotAct(
        string? errCode, string? errMsg, string? errCodeDes)
    {
        var lie = CallFault.SignedError with { ErrCode = errCode, ErrMsg = errMsg, ErrCodeDes = errCodeDes };

        _scene.Simulator.Faults.Invoking(faults => faults.Add(PyxproOperation.Refund, lie))
            .Should().Throw<ArgumentException>().WithMessage("*IsProcessed*");
        _scene.Simulator.Faults.Invoking(faults => faults.AddRandom(seed: 1, percent: 1, [lie]))
            .Should().Throw<ArgumentException>().WithMessage("*IsProcessed*");

        _scene.Simulator.Faults.Add(PyxproOperation.CreateNativeOrder, lie with { IsProcessed = false });
        await _scene.Client.Awaiting(client => client.CreateNativeOrderAsync(Order))
            .Should().ThrowAsync<PyxproBusinessException>();
        _scene.Simulator.FindOrder("ORDER_1").Should().BeNull();
    }

    [Fact]
    public async Task StaleResponse_OfTheSameOrder_IsItsEarlierState()
    {
        await _scene.CreateAsync();
        (await _scene.StateAsync()).Should().Be(TradeState.NotPay);
        _scene.Simulator.Buyer.Pay("ORDER_1");
        _scene.Simulator.Faults.Add(PyxproOperation.QueryOrder, CallFault.StaleResponse);

        (await _scene.StateAsync()).Should().Be(TradeState.NotPay, "an older response says so, and means no more than not yet");
        (await _scene.StateAsync()).Should().Be(TradeState.Success);
    }

    [Fact]
    public async Task StaleResponse_OfAnotherRefund_IsAMismatch()
    {
        await _scene.PayAsync();
        await _scene.Client.RefundAsync(Refund);
        _scene.Simulator.Faults.Add(PyxproOperation.Refund, CallFault.StaleResponse);

        await _scene.Client.Awaiting(client => client.RefundAsync(Refund with { OutRefundNo = "RF-2" }))
            .Should().ThrowAsync<PyxproMismatchException>();
    }

    [Fact]
    public async Task StaleResponse_ThatWasARefusal_LooksLikeOneThoughTheOrderIsClosed()
    {
        // A limit of the protocol: a signed error carries no number.
        await _scene.CreateAsync();
        await RefusedAsync(() => _scene.Client.CloseOrderAsync(CloseOrder), PyxproErrorCode.OrderStatusError);
        _scene.Time.Advance(TimeSpan.FromMinutes(5));
        _scene.Simulator.Faults.Add(PyxproOperation.CloseOrder, CallFault.StaleResponse);

        await RefusedAsync(() => _scene.Client.CloseOrderAsync(CloseOrder), PyxproErrorCode.OrderStatusError);

        (await _scene.StateAsync()).Should().Be(TradeState.Closed);
    }

    [Fact]
    public async Task StaleResponse_AfterBrokenOnesOnly_IsALostConnection()
    {
        _scene.Simulator.Faults.Add(PyxproOperation.CreateNativeOrder, CallFault.WrongSignature);
        _scene.Simulator.Faults.Add(PyxproOperation.CreateNativeOrder, CallFault.StaleResponse);
        var create = () => _scene.Client.CreateNativeOrderAsync(Order);
        await create.Should().ThrowAsync<PyxproSignatureException>();

        await create.Should().ThrowAsync<PyxproTransportException>();
    }

    [Fact]
    public async Task HttpError_WithAnotherStatus_IsThatStatus()
    {
        _scene.Simulator.Faults.Add(
            PyxproOperation.QueryOrder, CallFault.HttpError with { StatusCode = HttpStatusCode.TooManyRequests });

        (await _scene.Client.Awaiting(client => client.QueryOrderAsync(QueryOrder))
            .Should().ThrowAsync<PyxproTransportException>()).Which.StatusCode.Should().Be(HttpStatusCode.TooManyRequests);
    }

    [Fact]
    public async Task IsReachable_False_IsNotSent()
    {
        _scene.Simulator.IsReachable = false;

        (await _scene.Client.Awaiting(client => client.CreateNativeOrderAsync(Order))
            .Should().ThrowAsync<PyxproTransportException>()).Which.Outcome.Should().Be(PyxproOutcome.NotSent);

        _scene.Simulator.Log.Should().BeEmpty();
        _scene.Simulator.IsReachable = true;
        await _scene.CreateAsync();
    }

    [Fact]
    public async Task ResponseDelay_LongerThanTheClientWaits_IsUncertainThoughItWasDone()
    {
        _scene.Simulator.Faults.Add(
            PyxproOperation.CreateNativeOrder, new CallFault { ResponseDelay = TimeSpan.FromMinutes(1) });

        var create = _scene.Client.CreateNativeOrderAsync(Order);
        _scene.Simulator.FindOrder("ORDER_1").Should().NotBeNull("the gateway acts at once");
        _scene.Time.Advance(TimeSpan.FromSeconds(10));

        (await create.Awaiting(task => task).Should().ThrowAsync<PyxproTransportException>())
            .Which.Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    [Fact]
    public async Task ResponseDelay_ShorterThanTheClientWaits_Succeeds()
    {
        _scene.Simulator.Faults.Add(
            PyxproOperation.CreateNativeOrder, new CallFault { ResponseDelay = TimeSpan.FromSeconds(9) });

        var create = _scene.Client.CreateNativeOrderAsync(Order);
        _scene.Time.Advance(TimeSpan.FromSeconds(9));

        (await create).CodeUrl.Should().Be(_scene.Simulator.FindOrder("ORDER_1")!.CodeUrl);
    }

    [Fact]
    public async Task RequestDelay_ClientThatHasGivenUp_IsActedOnAllTheSame()
    {
        _scene.Simulator.Faults.Add(
            PyxproOperation.CreateNativeOrder, new CallFault { RequestDelay = TimeSpan.FromMinutes(1) });

        var create = _scene.Client.CreateNativeOrderAsync(Order);
        _scene.Time.Advance(TimeSpan.FromSeconds(10));
        (await create.Awaiting(task => task).Should().ThrowAsync<PyxproTransportException>())
            .Which.Outcome.Should().Be(PyxproOutcome.Uncertain);
        await RefusedAsync(() => _scene.Client.QueryOrderAsync(QueryOrder), PyxproErrorCode.OrderNotExists);

        _scene.Time.Advance(TimeSpan.FromSeconds(50));

        (await _scene.StateAsync()).Should().Be(TradeState.NotPay, "absence was no proof");
    }

    [Fact]
    public async Task PollysChaos_AroundAnAttempt_IsWhatTheClientMustSurviveToo()
    {
        var client = _scene.MakeClient(configure: options => options.ConfigureResilience = (pipeline, resilience) =>
        {
            resilience.AddTo(pipeline);
            pipeline.AddChaosLatency(injectionRate: 1, latency: TimeSpan.FromSeconds(20));
        });

        var create = client.CreateNativeOrderAsync(Order);
        _scene.Time.Advance(TimeSpan.FromSeconds(10));

        (await create.Awaiting(task => task).Should().ThrowAsync<PyxproTransportException>())
            .Which.Outcome.Should().Be(PyxproOutcome.NotSent);
        _scene.Simulator.Log.Should().BeEmpty();
    }

    [Fact]
    public async Task Faults_Planned_StrikeTheirOperationInTheirOrderAndAreUsedUp()
    {
        await _scene.CreateAsync();
        _scene.Simulator.Faults.Add(PyxproOperation.QueryOrder, CallFault.Html, times: 2);
        _scene.Simulator.Faults.Add(PyxproOperation.QueryOrder, CallFault.WrongSignature);
        var query = () => _scene.Client.QueryOrderAsync(QueryOrder);
        await _scene.CreateAsync();

        await query.Should().ThrowAsync<PyxproProtocolException>();
        await query.Should().ThrowAsync<PyxproProtocolException>();
        await query.Should().ThrowAsync<PyxproSignatureException>();
        await query.Should().NotThrowAsync();
    }

    [Fact]
    public async Task Faults_Cleared_StrikeNoMore()
    {
        _scene.Simulator.Faults.Add(PyxproOperation.CreateNativeOrder, CallFault.Html, times: 10);
        _scene.Simulator.Faults.AddRandom(seed: 1, percent: 100);

        _scene.Simulator.Faults.Clear();

        await _scene.Invoking(scene => scene.CreateAsync()).Should().NotThrowAsync();
    }

    [Fact]
    public async Task Response_Asked_KnowsNoFaults()
    {
        var requests = new List<PyxproMessage>();
        await TestMerchant.ClientRecording(requests, options => options.Key = _scene.Simulator.CreateOptions().Key)
            .Awaiting(client => client.CreateNativeOrderAsync(Order)).Should().ThrowAsync<PyxproTransportException>();
        _scene.Simulator.Faults.AddRandom(seed: 1, percent: 100);

        var response = _scene.Simulator.Respond(XmlMessageCodec.Encode(requests.Single()));

        XmlMessageCodec.Decode(response)["result_code"].Should().Be("0");
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public void AddRandom_ImpossiblePercentage_IsRefused(int percent) => _scene.Simulator.Faults
        .Invoking(faults => faults.AddRandom(1, percent)).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public void AddRandom_OfNothing_IsRefused() => _scene.Simulator.Faults
        .Invoking(faults => faults.AddRandom(1, 10, [])).Should().Throw<ArgumentException>();

    [Fact]
    public void Add_NoTimes_IsRefused() => _scene.Simulator.Faults
        .Invoking(faults => faults.Add(PyxproOperation.Refund, CallFault.Html, times: 0))
        .Should().Throw<ArgumentOutOfRangeException>();

    private static Type ExpectedType(CallFaultKind kind) => kind switch
    {
        CallFaultKind.ConnectionLost or CallFaultKind.HttpError => typeof(PyxproTransportException),
        CallFaultKind.UnsignedError => typeof(PyxproGatewayException),
        CallFaultKind.WrongSignature => typeof(PyxproSignatureException),
        CallFaultKind.OtherMerchant or CallFaultKind.OtherOrder => typeof(PyxproMismatchException),
        CallFaultKind.SignedError => typeof(PyxproBusinessException),
        _ => typeof(PyxproProtocolException),
    };
}
