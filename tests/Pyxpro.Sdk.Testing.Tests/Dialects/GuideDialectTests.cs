using Pyxpro.Sdk.Testing;
using static Pyxpro.Sdk.Tests.SimulatorScene;

namespace Pyxpro.Sdk.Tests;

/// <summary>Where the default dialect differs from the letter of the guide: a test for each row of the table in
/// docs/testing.md, named after the setting.</summary>
public class GuideDialectTests
{
    private static readonly GatewayDialect Usual = new();

    private readonly SimulatorScene _scene = new();

    private GatewayDialect Dialect
    {
        set => _scene.Simulator.Dialect = value;
    }

    [Fact]
    public void Table_InTheDocument_HasARowForEachDifference()
    {
        var differences = typeof(GatewayDialect).GetProperties()
            .Where(property => property.Name != nameof(GatewayDialect.Guide)
                && !Equals(property.GetValue(Usual), property.GetValue(GatewayDialect.Guide)))
            .Select(property => property.Name)
            .ToList();

        var document = Repository.Read("docs/testing.md");

        differences.Should().OnlyContain(name => document.Contains($"| `{name}` |", StringComparison.Ordinal));
        typeof(GuideDialectTests).GetMethods().Select(method => method.Name.Split('_')[0])
            .Should().Contain(differences);
    }

    [Theory]
    [InlineData(false, 127)]
    [InlineData(true, 12)]
    public async Task MaxBodyLength_OfTheDialect_IsHeldTo(bool isGuide, int length)
    {
        Dialect = isGuide ? GatewayDialect.Guide : Usual;
        await _scene.Client.CreateNativeOrderAsync(Order with { Body = new string('a', length) });

        if (isGuide)
        {
            await RefusedAsync(CreateLongerAsync, PyxproErrorCode.ParamError);
            _scene.Simulator.FindOrder("ORDER_2").Should().BeNull();
            Dialect = GatewayDialect.Guide with { MaxBodyLength = 13 };
            await CreateLongerAsync();
        }

        Task CreateLongerAsync() => _scene.Client.CreateNativeOrderAsync(
            Order with { OutTradeNo = "ORDER_2", Body = new string('a', length + 1) });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    public void MaxBodyLength_ThatNoClientSends_IsRefused(int length) => FluentActions
        .Invoking(() => new GatewayDialect { MaxBodyLength = length }).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public async Task IsCreateIdempotent_True_GivesTheSameCode()
    {
        var first = await _scene.Client.CreateNativeOrderAsync(Order);
        (await _scene.Client.CreateNativeOrderAsync(Order)).CodeUrl.Should().Be(first.CodeUrl);

        Dialect = GatewayDialect.Guide with { IsCreateIdempotent = true };

        (await _scene.Client.CreateNativeOrderAsync(Order)).CodeUrl.Should().Be(first.CodeUrl);
    }

    [Fact]
    public async Task IsCreateIdempotent_FalseInTheGuide_SaysThatTheNumberIsUsed()
    {
        Dialect = GatewayDialect.Guide;
        await _scene.CreateAsync();

        await RefusedAsync(() => _scene.CreateAsync(), PyxproErrorCode.OutTradeNoUsed);

        (await _scene.StateAsync()).Should().Be(TradeState.NotPay, "the order is there all the same");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ExpiresWithoutStart_InTheGuideOnly_ClosesTheOrder(bool isGuide)
    {
        Dialect = isGuide ? GatewayDialect.Guide : Usual;
        await SimulatorScene.CreateWithoutStartAsync(_scene.Client, _scene.Time.GetUtcNow().AddMinutes(2));

        _scene.Time.Advance(TimeSpan.FromMinutes(2));

        (await _scene.StateAsync()).Should().Be(isGuide ? TradeState.Closed : TradeState.NotPay);
    }

    [Fact]
    public async Task AcceptsOtherNumbers_True_FindsByThePaymentAndByTheOrder()
    {
        var paid = await _scene.PayAsync();

        await _scene.Client.RefundAsync(Refund with { OutTradeNo = null, TransactionId = paid.TransactionId });
        var response = await _scene.Client.SendAsync("unified.trade.refundquery", [new("out_trade_no", "ORDER_1")]);

        response["out_refund_no_0"].Should().Be("RF-1");
    }

    [Fact]
    public async Task AcceptsOtherNumbers_FalseInTheGuide_DemandsTheNumbersOfItsTables()
    {
        Dialect = GatewayDialect.Guide;
        var paid = await _scene.PayAsync();

        await RefusedAsync(
            () => _scene.Client.RefundAsync(Refund with { OutTradeNo = null, TransactionId = paid.TransactionId }),
            PyxproErrorCode.LackParams);
        await RefusedAsync(
            () => _scene.Client.SendAsync("unified.trade.refundquery", [new("out_trade_no", "ORDER_1")]),
            PyxproErrorCode.LackParams);

        await _scene.Client.RefundAsync(Refund with { TransactionId = paid.TransactionId });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RestartsFailedRefunds_InTheGuideOnly_BeginsTheSameRefundAgain(bool isGuide)
    {
        Dialect = isGuide ? GatewayDialect.Guide : Usual;
        await _scene.PayAsync();
        var first = await _scene.Client.RefundAsync(Refund);
        _scene.Simulator.EndRefund("RF-1", RefundStatus.Fail);

        var second = await _scene.Client.RefundAsync(Refund);
        var again = await _scene.RefundStatusAsync();
        _scene.Time.Advance(_scene.Simulator.RefundDelay);

        second.RefundId.Should().Be(first.RefundId);
        again.Should().Be(isGuide ? RefundStatus.Processing : RefundStatus.Fail);
        (await _scene.RefundStatusAsync()).Should().Be(isGuide ? RefundStatus.Success : RefundStatus.Fail);
        _scene.Simulator.Log.Count(entry => entry.Event == GatewayEvent.RefundRestarted).Should().Be(isGuide ? 1 : 0);
    }

    [Fact]
    public async Task RestartsFailedRefunds_AmountThatWentBackMeanwhile_IsRefused()
    {
        Dialect = GatewayDialect.Guide;
        await _scene.PayAsync();
        await _scene.Client.RefundAsync(Refund);
        _scene.Simulator.EndRefund("RF-1", RefundStatus.Fail);
        await _scene.Client.RefundAsync(Refund with { OutRefundNo = "RF-2", RefundFee = 701 });

        await RefusedAsync(() => _scene.Client.RefundAsync(Refund), PyxproErrorCode.RefundFeeInvalid);

        (await _scene.RefundStatusAsync()).Should().Be(RefundStatus.Fail);
    }

    [Fact]
    public async Task RestartsFailedRefunds_SeenLate_IsFailedUntilThen()
    {
        Dialect = GatewayDialect.Guide;
        _scene.Simulator.VisibilityDelay = TimeSpan.FromSeconds(10);
        await _scene.PayAsync();
        await _scene.Client.RefundAsync(Refund);
        _scene.Simulator.EndRefund("RF-1", RefundStatus.Fail);
        _scene.Time.Advance(TimeSpan.FromSeconds(10));

        await _scene.Client.RefundAsync(Refund);

        (await _scene.RefundStatusAsync()).Should().Be(RefundStatus.Fail);
        _scene.Time.Advance(TimeSpan.FromSeconds(10));
        (await _scene.RefundStatusAsync()).Should().Be(RefundStatus.Processing);
    }

    [Fact]
    public async Task RefundVisibilityDelay_None_TellsOfTheRefundAtOnce()
    {
        await _scene.PayAsync();

        await _scene.Client.RefundAsync(Refund);

        (await _scene.StateAsync()).Should().Be(TradeState.Refund);
    }

    [Fact]
    public async Task RefundVisibilityDelay_TwoMinutesInTheGuide_TellsOfThePaymentUntilThen()
    {
        Dialect = GatewayDialect.Guide;
        await _scene.PayAsync();
        await _scene.Client.RefundAsync(Refund);

        _scene.Time.Advance(TimeSpan.FromMinutes(2) - TimeSpan.FromTicks(1));
        (await _scene.StateAsync()).Should().Be(TradeState.Success);
        (await _scene.RefundStatusAsync()).Should().Be(RefundStatus.Success, "the refund itself is seen");

        _scene.Time.Advance(TimeSpan.FromTicks(1));
        (await _scene.StateAsync()).Should().Be(TradeState.Refund);
    }

    [Fact]
    public void RefundVisibilityDelay_Negative_IsRefused() => FluentActions
        .Invoking(() => new GatewayDialect { RefundVisibilityDelay = TimeSpan.FromTicks(-1) })
        .Should().Throw<ArgumentOutOfRangeException>();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task HasDetailsOfRefundedOrders_NotInTheGuide_TellsTheStateAlone(bool isGuide)
    {
        Dialect = isGuide ? GatewayDialect.Guide : Usual;
        var paid = await _scene.PayAsync();
        await _scene.Client.RefundAsync(Refund);
        _scene.Time.Advance(TimeSpan.FromMinutes(2));

        var response = await _scene.Client.QueryOrderAsync(QueryOrder);
        var byNumber = await _scene.Client.QueryOrderAsync(new QueryOrderRequest { TransactionId = paid.TransactionId });

        response.TradeState.Should().Be(TradeState.Refund);
        byNumber.TradeState.Should().Be(TradeState.Refund);
        response.TransactionId.Should().Be(isGuide ? null : paid.TransactionId);
        response.TotalFee.Should().Be(isGuide ? null : 1000);
        response.Matches("ORDER_1", 1000, "HKD").Should().BeFalse();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task HasUndocumentedTradeStates_NotInTheGuide_TellsTheStatesOfTheGuide(bool isGuide)
    {
        Dialect = isGuide ? GatewayDialect.Guide : Usual;
        await _scene.CreateAsync();

        _scene.Simulator.Buyer.StartPayment("ORDER_1");
        (await _scene.StateAsync()).Should().Be(isGuide ? TradeState.NotPay : TradeState.UserPaying);

        _scene.Simulator.Buyer.FailPayment("ORDER_1");
        (await _scene.StateAsync()).Should().Be(isGuide ? TradeState.NotPay : TradeState.PayError);

        _scene.Simulator.EndOrder("ORDER_1", TradeState.Revoked);
        (await _scene.StateAsync()).Should().Be(isGuide ? TradeState.Revok : TradeState.Revoked);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task HasAllNotificationFields_InTheGuideOnly_HasABankAndFailsWithAllNumbers(bool isGuide)
    {
        Dialect = isGuide ? GatewayDialect.Guide : Usual;
        await _scene.CreateAsync();

        var failed = _scene.Client.ParseNotification(_scene.Simulator.Buyer.FailPayment("ORDER_1"));
        var paid = _scene.Client.ParseNotification(_scene.Simulator.Buyer.Pay("ORDER_1"));

        failed.IsPaid.Should().BeFalse();
        paid.IsPaid.Should().BeTrue();
        foreach (var name in new[] { "openid", "transaction_id", "out_transaction_id", "bank_type", "time_end" })
        {
            failed.Message.TryGetValue(name, out _).Should().Be(isGuide, name);
        }

        paid.Message.TryGetValue("bank_type", out _).Should().Be(isGuide);
    }

    [Theory]
    [InlineData(false, "pay.alipay.native.intl")]
    [InlineData(true, "pay.alipya.native.intl")]
    public async Task QueryTradeType_InTheGuide_IsMisprinted(bool isGuide, string tradeType)
    {
        Dialect = isGuide ? GatewayDialect.Guide : Usual;
        var paid = await _scene.PayAsync();

        (await _scene.Client.QueryOrderAsync(QueryOrder)).TradeType.Should().Be(tradeType);
        paid.TradeType.Should().Be("pay.alipay.native.intl");
    }

    [Fact]
    public void QueryTradeType_Empty_IsRefused() => FluentActions
        .Invoking(() => new GatewayDialect { QueryTradeType = "" }).Should().Throw<ArgumentException>();
}
