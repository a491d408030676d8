using Pyxpro.Sdk.Testing;
using static Pyxpro.Sdk.Tests.SimulatorScene;

namespace Pyxpro.Sdk.Tests;

public class GatewaySimulatorMerchantTests
{
    private const string OtherMchId = "157590000059";

    private readonly SimulatorScene _scene = new();

    public GatewaySimulatorMerchantTests() => _scene.Simulator.AddMerchant(OtherMchId, "another_key");

    [Fact]
    public async Task Merchants_WithTheSameOrderNumber_HaveOrdersOfTheirOwn()
    {
        var other = _scene.MakeClient(OtherMchId);
        await _scene.CreateAsync();
        await other.CreateNativeOrderAsync(Order with { TotalFee = 2000 });

        var notification = other.ParseNotification(_scene.Simulator.Buyer.Pay("ORDER_1", mchId: OtherMchId));

        notification.Matches("ORDER_1", 2000, "HKD").Should().BeTrue();
        (await _scene.StateAsync()).Should().Be(TradeState.NotPay);
        _scene.Simulator.FindOrder("ORDER_1", OtherMchId)!.TradeState.Should().Be(TradeState.Success);
        _scene.Simulator.FindOrder("ORDER_1")!.TradeState.Should().Be(TradeState.NotPay);
    }

    [Fact]
    public async Task Notification_OfAnotherMerchant_IsRefusedByTheClient()
    {
        await _scene.MakeClient(OtherMchId).CreateNativeOrderAsync(Order);

        var body = _scene.Simulator.Buyer.Pay("ORDER_1", mchId: OtherMchId);

        _scene.Client.TryParseNotification(body, out _, out var rejection).Should().BeFalse();
        rejection.Should().Be(NotificationRejection.WrongSignature);
    }

    [Fact]
    public async Task Order_OfAnotherMerchant_IsNotFoundAndSaysWhatToPass()
    {
        await _scene.MakeClient(OtherMchId).CreateNativeOrderAsync(Order);

        _scene.Simulator.Invoking(simulator => simulator.Buyer.Pay("ORDER_1")).Should()
            .Throw<InvalidOperationException>().WithMessage("*no order 'ORDER_1' of merchant 124580000005*pass its mchId*");
        _scene.Simulator.Invoking(simulator => simulator.EndRefund("RF-1", RefundStatus.Success)).Should()
            .Throw<InvalidOperationException>().WithMessage("*no refund 'RF-1' of merchant 124580000005*pass its mchId*");
    }

    [Fact]
    public void AddMerchant_Twice_IsRefused() => _scene.Simulator
        .Invoking(simulator => simulator.AddMerchant(OtherMchId, "key_of_hk"))
        .Should().Throw<ArgumentException>().WithMessage($"*{OtherMchId}*");

    [Fact]
    public void CreateOptions_OfAnUnknownMerchant_SaysWhatToDo() => _scene.Simulator
        .Invoking(simulator => simulator.CreateOptions(mchId: "1"))
        .Should().Throw<ArgumentException>().WithMessage("*'1'*Add it first*");

    [Fact]
    public void CreateOptions_WithoutTheMerchantsOwnSettings_InventsNone()
    {
        var options = _scene.Simulator.CreateOptions();

        options.MchId.Should().Be("124580000005");
        options.NotifyUrl.Should().BeNull();
        options.MchCreateIp.Should().BeNull();
        options.OpUserId.Should().BeNull();
    }

    [Fact]
    public async Task CreateOptions_WithTheMerchantsOwnSettings_KeepsThemAndGoesToTheSimulator()
    {
        var options = _scene.Simulator.CreateOptions(
            options =>
            {
                options.GatewayUrl = new Uri("https://pay.wepayez.com/pay/gateway");
                options.MchId = "of production";
                options.Key = "key_of_production";
                options.NotifyUrl = new Uri("https://tea.test/notify");
                options.MchCreateIp = "203.0.113.9";
                options.OpUserId = "cashier-9";
            },
            OtherMchId);
        var client = new PyxproClient(new HttpClient(_scene.Simulator.CreateHandler()), options, SuiteLog.Factory);

        await client.CreateNativeOrderAsync(Order);

        options.OpUserId.Should().Be("cashier-9");
        _scene.Simulator.FindOrder("ORDER_1", OtherMchId)!.NotifyUrl.Should().Be("https://tea.test/notify");
    }

    [Fact]
    public async Task ReplaceKey_OldClientAndOldNotification_AreOfTheOldKey()
    {
        await _scene.CreateAsync();
        var before = _scene.Simulator.Buyer.Pay("ORDER_1");

        _scene.Simulator.ReplaceKey("new_key");

        (await _scene.Client.Awaiting(client => client.QueryOrderAsync(QueryOrder))
            .Should().ThrowAsync<PyxproGatewayException>()).WithMessage("*Signature error*");
        var client = _scene.MakeClient(configure: options => options.PreviousKey = new GatewaySimulator().CreateOptions().Key);
        (await client.QueryOrderAsync(QueryOrder)).TradeState.Should().Be(TradeState.Success);
        client.ParseNotification(before).IsPaid.Should().BeTrue();
        _scene.MakeClient().TryParseNotification(before, out _, out _).Should().BeFalse();
    }

    [Fact]
    public void Simulator_OfAnEmptyMerchant_IsRefused() => FluentActions
        .Invoking(() => new GatewaySimulator(" ", "a_key")).Should().Throw<ArgumentException>();
}
