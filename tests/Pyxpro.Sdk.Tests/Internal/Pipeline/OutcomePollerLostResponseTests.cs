using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>Calls whose responses are lost after the gateway acted, from end to end.</summary>
public class OutcomePollerLostResponseTests
{
    private readonly SteppedTime _time = new();
    private readonly GatewaySimulator _simulator;
    private readonly PyxproClient _client;

    public OutcomePollerLostResponseTests()
    {
        _simulator = new GatewaySimulator(_time);
        _client = new PyxproClient(
            new HttpClient(_simulator.CreateHandler()),
            _simulator.CreateOptions(TestMerchant.ConfigureOwn),
            loggerFactory: null,
            _time);
    }

    [Fact]
    public async Task Create_ResponseIsLost_IsUncertainAndResolvedByTheOrder()
    {
        _simulator.Faults.Add(PyxproOperation.CreateNativeOrder, CallFault.ResponseLost);

        var exception = await FailAsync(() => _client.CreateNativeOrderAsync(TestMerchant.CreateRequest));
        var resolution = await _time.RunAsync(
            _client.ResolveCreateNativeOrderAsync(TestMerchant.CreateRequest, Resolutions.Timeout));

        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
        exception.Call!.Attempts.Should().Be(1);
        resolution.State.Should().Be(PyxproResolutionState.Confirmed);
        var again = await _client.CreateNativeOrderAsync(TestMerchant.CreateRequest);
        again.CodeUrl.Should().Be(_simulator.FindOrder("ORDER_1")!.CodeUrl);
    }

    [Fact]
    public async Task Refund_FirstResponseIsLost_IsRetriedAndIsOneRefund()
    {
        await PayAsync();
        _simulator.Faults.Add(PyxproOperation.Refund, CallFault.ResponseLost);

        var response = await _time.RunAsync(_client.RefundAsync(TestMerchant.RefundRequest));

        response.RefundId.Should().Be(_simulator.FindRefund("RF-1")!.RefundId);
        await ExpectOneRefundAsync();
    }

    [Fact]
    public async Task Refund_AllResponsesAreLost_IsUncertainAndResolvedAndSafeToSendAgain()
    {
        await PayAsync();
        _simulator.Faults.Add(PyxproOperation.Refund, CallFault.ResponseLost, times: 3);

        var exception = await FailAsync(() => _client.RefundAsync(TestMerchant.RefundRequest));
        var resolution = await _time.RunAsync(
            _client.ResolveRefundAsync(TestMerchant.RefundRequest, Resolutions.Timeout));
        var again = await _client.RefundAsync(TestMerchant.RefundRequest);

        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
        exception.Call!.Attempts.Should().Be(3);
        resolution.State.Should().Be(PyxproResolutionState.Confirmed);
        resolution.Response!.RefundId.Should().Be(again.RefundId);
        await ExpectOneRefundAsync();
    }

    [Fact]
    public async Task Close_AllResponsesAreLost_IsUncertainAndResolved()
    {
        await _client.CreateNativeOrderAsync(TestMerchant.CreateRequest);
        _time.Advance(TimeSpan.FromMinutes(5));
        _simulator.Faults.Add(PyxproOperation.CloseOrder, CallFault.ResponseLost, times: 3);

        var exception = await FailAsync(() => _client.CloseOrderAsync(Resolutions.Close));
        var resolution = await _time.RunAsync(_client.ResolveCloseOrderAsync(Resolutions.Close, Resolutions.Timeout));

        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
        resolution.State.Should().Be(PyxproResolutionState.Confirmed);
    }

    [Fact]
    public async Task Close_OrderIsPaidMeanwhile_IsSuperseded()
    {
        await PayAsync();

        var resolution = await _client.ResolveCloseOrderAsync(Resolutions.Close, Resolutions.Timeout);

        resolution.State.Should().Be(PyxproResolutionState.Superseded);
        resolution.Response!.Matches("ORDER_1", 1000, "HKD").Should().BeTrue();
    }

    [Fact]
    public async Task Resolve_NothingArrived_IsNotFound()
    {
        await PayAsync();
        var other = TestMerchant.CreateRequest with { OutTradeNo = "ORDER_2" };

        var order = await _time.RunAsync(_client.ResolveCreateNativeOrderAsync(other, Resolutions.Timeout));
        var refund = await _time.RunAsync(_client.ResolveRefundAsync(TestMerchant.RefundRequest, Resolutions.Timeout));

        (order.State, refund.State).Should().Be((PyxproResolutionState.NotFound, PyxproResolutionState.NotFound));
    }

    private async Task PayAsync()
    {
        await _client.CreateNativeOrderAsync(TestMerchant.CreateRequest);
        _simulator.Buyer.Pay("ORDER_1");
    }

    // What is left can be refunded, and not a cent more: the first refund counts once.
    private async Task ExpectOneRefundAsync()
    {
        var rest = TestMerchant.RefundRequest with { OutRefundNo = "RF-2", RefundFee = 701 };
        await FluentActions.Awaiting(() => _client.RefundAsync(rest)).Should().ThrowAsync<PyxproBusinessException>();
        await FluentActions.Awaiting(() => _client.RefundAsync(rest with { RefundFee = 700 })).Should().NotThrowAsync();
    }

    private async Task<PyxproTransportException> FailAsync(Func<Task> call)
    {
        var running = call();
        await _time.RunAsync([running]);

        return (await FluentActions.Awaiting(() => running).Should().ThrowAsync<PyxproTransportException>()).Which;
    }
}
