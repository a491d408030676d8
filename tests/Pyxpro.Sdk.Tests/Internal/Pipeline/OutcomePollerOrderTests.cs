namespace Pyxpro.Sdk.Tests;

/// <summary>What became of a create or a close.</summary>
public class OutcomePollerOrderTests
{
    [Theory]
    [InlineData("NOTPAY")]
    [InlineData("SUCCESS")]
    [InlineData("CLOSED")]
    [InlineData("REVOKED")]
    [InlineData("USERPAYING")]
    [InlineData("A_NEW_STATE")]
    public async Task ResolveCreate_OrderIsThere_ConfirmedAtOnce(string state)
    {
        using var gateway = new ScriptedGateway(Resolutions.Order(state));

        var resolution = await gateway.CreatePollingClient()
            .ResolveCreateNativeOrderAsync(TestMerchant.CreateRequest, Resolutions.Timeout);

        resolution.State.Should().Be(PyxproResolutionState.Confirmed);
        resolution.Response!.TradeState.Value.Should().Be(state);
        resolution.LastFailure.Should().BeNull();
        gateway.Requests.Should().Be(1);
    }

    [Fact]
    public async Task ResolveCreate_UnpaidOrderWithoutAnAmount_Happened()
    {
        using var gateway = new ScriptedGateway(Replies.Signed(("trade_state", "NOTPAY")));

        var resolution = await gateway.CreatePollingClient()
            .ResolveCreateNativeOrderAsync(TestMerchant.CreateRequest, Resolutions.Timeout);

        resolution.State.Should().Be(PyxproResolutionState.Confirmed);
    }

    [Theory]
    [InlineData("Order not exists")]
    [InlineData("ORDERNOTEXIST")]
    [InlineData("ACQ.TRADE_NOT_EXIST")]
    [InlineData("order_not_exists.")]
    [InlineData("no such thing")]
    public async Task ResolveCreate_OrderIsVisibleLate_ConfirmedThen(string error)
    {
        var delay = TimeSpan.FromSeconds(40);
        using var gateway = Resolutions.Later(delay, Replies.Error(error), Resolutions.Order("NOTPAY"));
        var started = gateway.Time.Now;

        var resolution = await gateway.Time.RunAsync(gateway.CreatePollingClient()
            .ResolveCreateNativeOrderAsync(TestMerchant.CreateRequest, Resolutions.Timeout));

        resolution.State.Should().Be(PyxproResolutionState.Confirmed);
        (gateway.Time.Now - started).Should().BeGreaterThanOrEqualTo(delay).And.BeLessThan(Resolutions.Timeout);
    }

    [Fact]
    public async Task ResolveCreate_OrderIsRefunded_SaysSo()
    {
        using var gateway = new ScriptedGateway(Replies.Signed(("trade_state", "REFUND")));

        var resolution = await gateway.CreatePollingClient()
            .ResolveCreateNativeOrderAsync(TestMerchant.CreateRequest, Resolutions.Timeout);

        resolution.State.Should().Be(PyxproResolutionState.Refunded);
        resolution.Response!.TradeState.Should().Be(TradeState.Refund);
    }

    [Fact]
    public async Task ResolveCreate_OtherAmountUnderTheNumber_IsAMismatch()
    {
        using var gateway = new ScriptedGateway(Resolutions.NotExists, Resolutions.Order("NOTPAY", totalFee: "1001"));

        var act = () => gateway.Time.RunAsync(gateway.CreatePollingClient()
            .ResolveCreateNativeOrderAsync(TestMerchant.CreateRequest, Resolutions.Timeout));

        var mismatch = (await act.Should().ThrowAsync<PyxproMismatchException>()).WithMessage("*used before*").Which;
        mismatch.Call!.Operation.Should().Be(PyxproOperation.CreateNativeOrder);
        mismatch.Call.OutTradeNo.Should().Be("ORDER_1");
        gateway.Requests.Should().Be(2);
    }

    [Theory]
    [InlineData("NOTPAY")]
    [InlineData("USERPAYING")]
    [InlineData("PAYERROR")]
    [InlineData("A_NEW_STATE")]
    public async Task ResolveClose_OrderIsStillOpen_AsksUntilTheDeadline(string state)
    {
        using var gateway = new ScriptedGateway(Resolutions.Order(state));
        var started = gateway.Time.Now;

        var resolution = await gateway.Time.RunAsync(
            gateway.CreatePollingClient().ResolveCloseOrderAsync(Resolutions.Close, Resolutions.Timeout));

        resolution.State.Should().Be(PyxproResolutionState.NotFound);
        resolution.Response!.TradeState.Value.Should().Be(state);
        (gateway.Time.Now - started).Should().Be(Resolutions.Timeout);
        gateway.Requests.Should().BeGreaterThan(3);
    }

    [Theory]
    [InlineData("CLOSED", PyxproResolutionState.Confirmed)]
    [InlineData("REVOKED", PyxproResolutionState.Confirmed)]
    [InlineData("REVOK", PyxproResolutionState.Confirmed)]
    [InlineData("REVERSE", PyxproResolutionState.Confirmed)]
    [InlineData("SUCCESS", PyxproResolutionState.Superseded)]
    [InlineData("REFUND", PyxproResolutionState.Refunded)]
    public async Task ResolveClose_OrderIsInItsLastState_SaysWhich(string state, PyxproResolutionState expected)
    {
        using var gateway = new ScriptedGateway(Resolutions.Order("NOTPAY"), Resolutions.Order(state));

        var resolution = await gateway.Time.RunAsync(
            gateway.CreatePollingClient().ResolveCloseOrderAsync(Resolutions.Close, Resolutions.Timeout));

        resolution.State.Should().Be(expected);
        resolution.Response!.TradeState.Value.Should().Be(state);
        gateway.Requests.Should().Be(2);
    }
}
