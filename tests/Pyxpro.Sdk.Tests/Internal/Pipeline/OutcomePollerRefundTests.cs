namespace Pyxpro.Sdk.Tests;

/// <summary>What became of a refund.</summary>
public class OutcomePollerRefundTests
{
    private static readonly Reply None = Replies.Signed(("refund_count", "0"));

    [Theory]
    [InlineData("SUCCESS")]
    [InlineData("FAIL")]
    [InlineData("PROCESSING")]
    [InlineData("NOTSURE")]
    [InlineData("CHANGE")]
    [InlineData("A_NEW_STATUS")]
    public async Task ResolveRefund_RefundIsListed_ConfirmedWhateverItsStatus(string status)
    {
        using var gateway = new ScriptedGateway(None, Refund(("refund_status_0", status)));

        var resolution = await ResolveAsync(gateway);

        resolution.State.Should().Be(PyxproResolutionState.Confirmed);
        resolution.Response!.OutRefundNo.Should().Be("RF-1");
        resolution.Response.RefundFee.Should().Be(300);
        resolution.Response.RefundStatus.Value.Should().Be(status);
        gateway.Requests.Should().Be(2);
    }

    [Fact]
    public async Task ResolveRefund_NoRefundIsListed_NotFoundAtTheDeadline()
    {
        using var gateway = new ScriptedGateway(None);
        var started = gateway.Time.Now;

        var resolution = await ResolveAsync(gateway);

        resolution.State.Should().Be(PyxproResolutionState.NotFound);
        resolution.Response.Should().BeNull();
        (gateway.Time.Now - started).Should().Be(Resolutions.Timeout);
    }

    // Another refund has the number: waiting fixes nothing, and calling it unknown would send the caller round again.
    [Theory]
    [InlineData("refund_fee_0", "299")]
    [InlineData("out_trade_no", "ORDER_2")]
    [InlineData("transaction_id", "T2")]
    public async Task ResolveRefund_OtherRefundUnderTheNumber_IsAMismatchAtOnce(string field, string value)
    {
        using var gateway = new ScriptedGateway(Refund((field, value)));

        var act = () => ResolveAsync(gateway);

        var mismatch = (await act.Should().ThrowAsync<PyxproMismatchException>()).WithMessage("*used before*").Which;
        mismatch.Call!.Operation.Should().Be(PyxproOperation.Refund);
        mismatch.Call.OutRefundNo.Should().Be("RF-1");
        gateway.Requests.Should().Be(1);
    }

    private static Task<PyxproResolution<RefundRecord>> ResolveAsync(ScriptedGateway gateway) =>
        gateway.Time.RunAsync(gateway.CreatePollingClient().ResolveRefundAsync(
            TestMerchant.RefundRequest with { TransactionId = "T1" }, Resolutions.Timeout));

    private static Reply Refund((string Name, string Value) field) => Replies.Signed(
        [.. Operations.RefundFields("SUCCESS").Where(other => other.Name != field.Name), field]);
}
