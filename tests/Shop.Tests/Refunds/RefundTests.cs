using Pyxpro.Sdk;
using Pyxpro.Sdk.Testing;

namespace Shop.Tests;

/// <summary>How refunds live.</summary>
public abstract class RefundTests(ITestDatabase database)
{
    private const string RefundService = "unified.trade.refund";

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan While = TimeSpan.FromMinutes(5);

    [Fact]
    public async Task Refund_InPart_IsFollowedToItsEnd()
    {
        await using var shop = await TestShop.StartAsync(database);
        var (visitor, order) = await BuyAsync(shop);

        var requested = await visitor.RefundAsync(order, "20.50");
        await shop.PassAsync(While);
        var done = await visitor.ReadAsync(order);

        requested.Should().Contain("HKD 20.50").And.Contain("On its way. Waiting for the bank.");
        done.Should().Contain("Returned to the payer.").And.Contain("Up to HKD 47.50");
        (await shop.FindRefundsAsync(order)).Should().ContainSingle().Which.State.Should().Be(RefundState.Done);
        CountAtTheGateway(shop).Should().Be(1);
    }

    [Fact]
    public async Task Refund_MoreThanIsLeft_IsNotAskedFor()
    {
        await using var shop = await TestShop.StartAsync(database);
        var (visitor, order) = await BuyAsync(shop);
        await visitor.RefundAsync(order, "60.00");

        var response = await visitor.RefundAsync(order, "8.01");

        response.Should().Contain("more than is left to refund");
        (await shop.FindRefundsAsync(order)).Should().ContainSingle();
        CountAtTheGateway(shop).Should().Be(1);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("1.005")]
    [InlineData("1e2")]
    [InlineData("1,50")]
    [InlineData("all")]
    public async Task Refund_OfNoAmount_IsNotAskedFor(string amount)
    {
        await using var shop = await TestShop.StartAsync(database);
        var (visitor, order) = await BuyAsync(shop);

        var response = await visitor.RefundAsync(order, amount);

        response.Should().Contain("Write an amount such as 12.50.");
        (await shop.FindRefundsAsync(order)).Should().BeEmpty();
    }

    [Fact]
    public async Task Refund_ManyAtOnce_NeverExceedThePrice()
    {
        await using var shop = await TestShop.StartAsync(database);
        var (visitor, order) = await BuyAsync(shop);
        var forms = new List<Dictionary<string, string>>();
        for (var i = 0; i < 16; i++)
        {
            forms.Add(await visitor.ReadRefundFormAsync(order, "15.00"));
        }

        await Task.WhenAll(forms.Select(form => visitor.SendRefundAsync(order, form)));

        (await shop.FindRefundsAsync(order)).Should().HaveCount(4);
        (await shop.FindOrderAsync(order)).RefundedFee.Should().Be(6000);
        CountAtTheGateway(shop).Should().Be(4);
    }

    [Fact]
    public async Task Refund_FormSentManyTimesAtOnce_RefundsOnce()
    {
        await using var shop = await TestShop.StartAsync(database);
        var (visitor, order) = await BuyAsync(shop);
        var form = await visitor.ReadRefundFormAsync(order, "10.00");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => visitor.SendRefundAsync(order, form)));

        (await shop.FindRefundsAsync(order)).Should().ContainSingle();
        (await shop.FindOrderAsync(order)).RefundedFee.Should().Be(1000);
        CountAtTheGateway(shop).Should().Be(1);
    }

    [Fact]
    public async Task Refund_ResponseLost_IsFoundUnderTheSameNumber()
    {
        await using var shop = await TestShop.StartAsync(database);
        var (visitor, order) = await BuyAsync(shop);
        shop.Gateway.Faults.Add(PyxproOperation.Refund, CallFault.ResponseLost);

        var uncertain = await visitor.RefundAsync(order, "10.00");
        await shop.PassAsync(Moment);
        var found = await shop.FindRefundsAsync(order);
        await shop.PassAsync(While);

        uncertain.Should().Contain("Waiting for the gateway to accept it.");
        found.Should().ContainSingle().Which.State.Should().Be(RefundState.Accepted);
        (await shop.FindRefundsAsync(order)).Should().ContainSingle().Which.State.Should().Be(RefundState.Done);
        CountAtTheGateway(shop).Should().Be(1);
    }

    [Fact]
    public async Task Refund_RequestLost_IsSentAgainUnderTheSameNumber()
    {
        await using var shop = await TestShop.StartAsync(database);
        var (visitor, order) = await BuyAsync(shop);
        shop.Gateway.Faults.Add(PyxproOperation.Refund, CallFault.RequestLost);

        await visitor.RefundAsync(order, "10.00");
        await shop.PassAsync(Moment);
        await shop.PassAsync(While);

        var refund = (await shop.FindRefundsAsync(order)).Should().ContainSingle().Subject;
        refund.State.Should().Be(RefundState.Done);
        shop.Gateway.FindRefund(refund.OutRefundNo)!.RefundStatus.Should().Be(RefundStatus.Success);
        CountAtTheGateway(shop).Should().Be(1);
    }

    [Fact]
    public async Task Refund_Refused_FreesItsAmount_AndAPersonIsTold()
    {
        await using var shop = await TestShop.StartAsync(database);
        var (visitor, order) = await BuyAsync(shop);
        shop.Time.Advance(TimeSpan.FromDays(91));

        await visitor.RefundAsync(order, "10.00");
        var reserved = (await shop.FindOrderAsync(order)).RefundedFee;
        await shop.PassAsync(Moment);

        reserved.Should().Be(1000, "the gateway was not asked yet");
        (await shop.FindRefundsAsync(order)).Should().ContainSingle().Which.State.Should().Be(RefundState.Refused);
        (await shop.FindOrderAsync(order)).RefundedFee.Should().Be(0);
        (await shop.FindAttentionAsync()).Should().ContainSingle()
            .Which.Kind.Should().Be(AttentionKind.RefundFailed);
    }

    [Fact]
    public async Task Refund_RefusedAfterAnUncertainOne_StaysReserved_UntilNoneCanArrive()
    {
        await using var shop = await TestShop.StartAsync(database);
        var (visitor, order) = await BuyAsync(shop);
        shop.Gateway.Faults.Add(PyxproOperation.Refund, CallFault.RequestLost);
        shop.Time.Advance(TimeSpan.FromDays(91));

        await visitor.RefundAsync(order, "10.00");
        await shop.PassAsync(TimeSpan.FromMinutes(10));
        var reserved = (await shop.FindOrderAsync(order)).RefundedFee;
        await shop.PassAsync(TimeSpan.FromHours(1));

        reserved.Should().Be(1000);
        (await shop.FindOrderAsync(order)).RefundedFee.Should().Be(0);
        (await shop.FindRefundsAsync(order)).Should().ContainSingle().Which.State.Should().Be(RefundState.Refused);
    }

    [Theory]
    [InlineData("refundInfo is exists")]
    [InlineData("REFUNDINFOTEXIST")]
    [InlineData("ORDERSTATUSERROR")]
    public async Task Refund_SaidToBeThereAlready_IsAskedFor(string error)
    {
        await using var shop = await TestShop.StartAsync(database);
        var (visitor, order) = await BuyAsync(shop);
        shop.Wire = async (service, send) =>
        {
            var response = await send();

            return service == RefundService ? Sign(shop, new PyxproErrorCode(error)) : response;
        };

        await visitor.RefundAsync(order, "4.00");
        var reserved = (await shop.FindOrderAsync(order)).RefundedFee;
        await shop.PassAsync(While);

        reserved.Should().Be(400);
        CountAtTheGateway(shop).Should().Be(1);
        (await shop.FindOrderAsync(order)).RefundedFee.Should().Be(400);
        (await shop.FindRefundsAsync(order)).Should().ContainSingle().Which.State.Should().Be(RefundState.Done);
    }

    [Fact]
    public async Task Refund_FailedWhileAnotherRequestCanArrive_StaysReserved()
    {
        await using var shop = await TestShop.StartAsync(database);
        var (visitor, order) = await BuyAsync(shop);
        shop.Gateway.FinalRefundStatus = RefundStatus.Fail;
        shop.Gateway.Faults.Add(PyxproOperation.Refund, CallFault.ResponseLost);
        await visitor.RefundAsync(order, "4.00");

        await shop.PassAsync(While);
        var reserved = (await shop.FindOrderAsync(order)).RefundedFee;
        await shop.PassAsync(TimeSpan.FromHours(1));

        reserved.Should().Be(400);
        (await shop.FindOrderAsync(order)).RefundedFee.Should().Be(0);
        (await shop.FindRefundsAsync(order)).Should().ContainSingle().Which.State.Should().Be(RefundState.Failed);
    }

    [Fact]
    public async Task Refund_UnknownForLong_StaysReserved_AndAPersonIsTold()
    {
        await using var shop = await TestShop.StartAsync(database);
        var (visitor, order) = await BuyAsync(shop);
        shop.Wire = (service, send) => service == RefundService
            ? Task.FromResult(Sign(shop, PyxproErrorCode.SystemError))
            : send();
        await visitor.RefundAsync(order, "4.00");

        await shop.PassAsync(TimeSpan.FromMinutes(61));
        await shop.PassAsync(TimeSpan.FromMinutes(61));

        (await shop.FindOrderAsync(order)).RefundedFee.Should().Be(400);
        (await shop.FindAttentionAsync()).Should().ContainSingle()
            .Which.Kind.Should().Be(AttentionKind.RefundUnknown);
    }

    [Theory]
    [InlineData("refundInfo is exists")]
    [InlineData("ORDERSTATUSERROR")]
    [InlineData("REFUND_FEE_INVALID")]
    public async Task Refund_RepeatedWhileTheFirstIsOnItsWay_StaysReserved(string error)
    {
        await using var shop = await TestShop.StartAsync(database);
        var (visitor, order) = await BuyAsync(shop);
        var (sent, arrive) = (new TaskCompletionSource(), new TaskCompletionSource());
        shop.Wire = async (service, send) =>
        {
            if (service != RefundService || !sent.TrySetResult())
            {
                return await send();
            }

            await arrive.Task;

            // What the gateway says of a number that it has by now.
            return CountAtTheGateway(shop) == 0 ? await send() : Sign(shop, new PyxproErrorCode(error));
        };

        shop.Gateway.Faults.Add(PyxproOperation.Refund, CallFault.ResponseLost);
        var first = visitor.RefundAsync(order, "4.00");
        await sent.Task;
        await shop.PassAsync(TimeSpan.FromSeconds(6));
        arrive.SetResult();
        await first;
        await shop.PassAsync(While);

        CountAtTheGateway(shop).Should().Be(1);
        (await shop.FindOrderAsync(order)).RefundedFee.Should().Be(400);
        (await shop.FindRefundsAsync(order)).Should().ContainSingle().Which.State.Should().Be(RefundState.Done);
    }

    [Theory]
    [InlineData("CHANGE", RefundState.NeedsHand, AttentionKind.RefundNeedsHand, 1000)]
    [InlineData("FAIL", RefundState.Failed, AttentionKind.RefundFailed, 0)]
    public async Task Refund_ThatDoesNotSucceed_IsOnTheAttentionList(
        string ending, RefundState state, AttentionKind kind, long reserved)
    {
        await using var shop = await TestShop.StartAsync(database);
        var (visitor, order) = await BuyAsync(shop);
        shop.Gateway.FinalRefundStatus = new RefundStatus(ending);
        await visitor.RefundAsync(order, "10.00");

        await shop.PassAsync(While);

        (await shop.FindRefundsAsync(order)).Should().ContainSingle().Which.State.Should().Be(state);
        (await shop.FindAttentionAsync()).Should().ContainSingle().Which.Kind.Should().Be(kind);
        (await shop.FindOrderAsync(order)).RefundedFee.Should().Be(reserved);
    }

    [Fact]
    public async Task Refund_NotSure_IsSentAgain_AndEnds()
    {
        await using var shop = await TestShop.StartAsync(database);
        var (visitor, order) = await BuyAsync(shop);
        shop.Gateway.FinalRefundStatus = RefundStatus.NotSure;
        await visitor.RefundAsync(order, "10.00");
        shop.Gateway.FinalRefundStatus = RefundStatus.Success;

        await shop.PassAsync(While);
        await shop.PassAsync(While);

        (await shop.FindRefundsAsync(order)).Should().ContainSingle().Which.State.Should().Be(RefundState.Done);
        shop.Gateway.Log.Count(entry => entry.Event == GatewayEvent.RefundRestarted).Should().Be(1);
        CountAtTheGateway(shop).Should().Be(1);
    }

    private static async Task<(ShopVisitor Visitor, string Order)> BuyAsync(TestShop shop)
    {
        var visitor = shop.Visit();
        var order = await visitor.BuyAsync();
        shop.Gateway.Buyer.Pay(order);
        await shop.DeliverAsync();

        return (visitor, order);
    }

    private static HttpResponseMessage Sign(TestShop shop, PyxproErrorCode error) => new()
    {
        Content = new ByteArrayContent(SampleResponse.Error(shop.Gateway.CreateOptions(), error).ToBytes()),
    };

    private static int CountAtTheGateway(TestShop shop) =>
        shop.Gateway.Log.Count(entry => entry.Event == GatewayEvent.RefundAccepted);
}
