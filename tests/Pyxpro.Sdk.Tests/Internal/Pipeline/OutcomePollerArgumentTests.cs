namespace Pyxpro.Sdk.Tests;

/// <summary>What callers can do wrong, and fakes that replace no more than the queries.</summary>
public class OutcomePollerArgumentTests
{
    [Fact]
    public async Task Resolve_NoRequest_IsRefused()
    {
        var client = new FakeClient();

        await Refused(() => client.ResolveCreateNativeOrderAsync(null!, Resolutions.Timeout));
        await Refused(() => client.ResolveCloseOrderAsync(null!, Resolutions.Timeout));
        await Refused(() => client.ResolveRefundAsync(null!, Resolutions.Timeout));

        static Task Refused(Func<Task> act) => act.Should().ThrowAsync<ArgumentNullException>("it is required");
    }

    [Fact]
    public async Task Resolve_NumberThatCannotBeAskedFor_IsRefusedAndNotAskedForAgain()
    {
        using var gateway = new ScriptedGateway(Resolutions.NotExists);
        var client = gateway.CreatePollingClient();

        await FluentActions
            .Awaiting(() => client.ResolveCloseOrderAsync(new() { OutTradeNo = "A B" }, Resolutions.Timeout))
            .Should().ThrowAsync<ArgumentException>().WithMessage("OutTradeNo*");

        gateway.Requests.Should().Be(0);
    }

    [Fact]
    public async Task Resolve_FakeThatRespondsToQueriesOnly_Works()
    {
        var client = new FakeClient();

        var created = await client.ResolveCreateNativeOrderAsync(TestMerchant.CreateRequest, Resolutions.Timeout);
        var closed = await client.ResolveCloseOrderAsync(Resolutions.Close, Resolutions.Timeout);
        var refund = await client.ResolveRefundAsync(TestMerchant.RefundRequest, Resolutions.Timeout);

        created.State.Should().Be(PyxproResolutionState.Confirmed);
        closed.State.Should().Be(PyxproResolutionState.Superseded);
        refund.Response!.RefundId.Should().Be("R1");
    }

    [Fact]
    public async Task Ping_FakeThatDoesNotOverrideIt_SaysWhy() =>
        await FluentActions.Awaiting(() => new FakeClient().PingAsync())
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*fake*");

    private sealed class FakeClient : PyxproClient
    {
        private static readonly PyxproMessage Empty = new([]);

        public override Task<QueryOrderResponse> QueryOrderAsync(
            QueryOrderRequest request, CancellationToken cancellationToken = default) =>
            Task.FromResult(new QueryOrderResponse
            {
                TradeState = TradeState.Success,
                OutTradeNo = request.OutTradeNo,
                TotalFee = TestMerchant.CreateRequest.TotalFee,
                Message = Empty,
            });

        public override Task<QueryRefundResponse> QueryRefundAsync(
            QueryRefundRequest request, CancellationToken cancellationToken = default) =>
            Task.FromResult(new QueryRefundResponse
            {
                Refunds =
                [
                    new RefundRecord
                    {
                        OutRefundNo = request.OutRefundNo!,
                        RefundId = "R1",
                        RefundFee = TestMerchant.RefundRequest.RefundFee,
                        RefundStatus = RefundStatus.Processing,
                    },
                ],
                Message = Empty,
            });
    }
}
