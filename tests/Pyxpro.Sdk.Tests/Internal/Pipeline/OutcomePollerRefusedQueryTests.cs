namespace Pyxpro.Sdk.Tests;

/// <summary>What it means when the query that asks what became of a call fails with an error.</summary>
public class OutcomePollerRefusedQueryTests
{
    [Theory]
    [InlineData("close", "ORDERCLOSED", PyxproResolutionState.Confirmed)]
    [InlineData("close", "order closed.", PyxproResolutionState.Confirmed)]
    [InlineData("close", "ORDERREVERSED", PyxproResolutionState.Confirmed)]
    [InlineData("close", "ORDERPAID", PyxproResolutionState.Superseded)]
    [InlineData("close", "Order paid", PyxproResolutionState.Superseded)]
    [InlineData("create", "ORDERPAID", PyxproResolutionState.Confirmed)]
    [InlineData("create", "ORDERCLOSED", PyxproResolutionState.Confirmed)]
    [InlineData("create", "OUT_TRADE_NO_USED", PyxproResolutionState.Confirmed)]
    [InlineData("refund", "refundInfo is exists", PyxproResolutionState.Confirmed)]
    [InlineData("refund", "REFUNDINFOTEXIST", PyxproResolutionState.Confirmed)]
    [InlineData("refund", "Refund exists", PyxproResolutionState.Confirmed)]
    public async Task Resolve_ErrorThatTellsTheState_IsWhatItSays(
        string call, string error, PyxproResolutionState expected)
    {
        using var gateway = new ScriptedGateway(Resolutions.NotExists, Replies.Error("E1", error));

        var resolved = await ResolveAsync(gateway, call);

        resolved.State.Should().Be(expected);
        resolved.Failure.Should().BeOfType<PyxproBusinessException>().Which.ErrorMessage.Should().Be(error);
        gateway.Requests.Should().Be(2);
    }

    [Theory]
    [InlineData("close", "Order not exists")]
    [InlineData("create", "ORDER_NOT_EXIST")]
    [InlineData("create", "acq.trade not exist.")]
    [InlineData("refund", "Order not exists")]
    [InlineData("refund", "Refund not exists")]
    public async Task Resolve_NoSuchOrderOrRefund_IsNotFound(string call, string error)
    {
        using var gateway = new ScriptedGateway(Replies.Error(error));

        var resolved = await ResolveAsync(gateway, call);

        resolved.State.Should().Be(PyxproResolutionState.NotFound);
        resolved.Failure.Should().BeNull();
    }

    [Theory]
    [InlineData("close", "ORDERSTATUSERROR")]
    [InlineData("close", "no such thing")]
    [InlineData("close", "Refund not exists")]
    [InlineData("close", "SYSTEMERROR")]
    [InlineData("refund", "valid flow fail")]
    [InlineData("create", "ORDERSTATUSERROR")]
    [InlineData("create", "系统异常")]
    [InlineData("refund", "ORDERPAID")]
    [InlineData("refund", "ORDERCLOSED")]
    [InlineData("refund", "Network timeout")]
    public async Task Resolve_AnyOtherError_StaysUnknownUntilTheDeadline(string call, string error)
    {
        using var gateway = new ScriptedGateway(Resolutions.NotExists, Replies.Error(error));
        var started = gateway.Time.Now;

        var resolved = await ResolveAsync(gateway, call);

        resolved.State.Should().Be(PyxproResolutionState.Unknown);
        resolved.Failure.Should().BeOfType<PyxproBusinessException>();
        (gateway.Time.Now - started).Should().Be(Resolutions.Timeout);
    }

    private static async Task<(PyxproResolutionState State, PyxproException? Failure)> ResolveAsync(
        ScriptedGateway gateway, string call)
    {
        var client = gateway.CreatePollingClient();
        if (call == "refund")
        {
            var refund = await gateway.Time.RunAsync(
                client.ResolveRefundAsync(TestMerchant.RefundRequest, Resolutions.Timeout));

            return (refund.State, refund.LastFailure);
        }

        var order = await gateway.Time.RunAsync(call == "close"
            ? client.ResolveCloseOrderAsync(Resolutions.Close, Resolutions.Timeout)
            : client.ResolveCreateNativeOrderAsync(TestMerchant.CreateRequest, Resolutions.Timeout));

        return (order.State, order.LastFailure);
    }
}
