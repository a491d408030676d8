using Pyxpro.Sdk.Testing;
using static Pyxpro.Sdk.Tests.SimulatorScene;

namespace Pyxpro.Sdk.Tests;

/// <summary>In the dialect of the guide each message has the fields that the guide's tables (3.1.3 to 3.1.8) call
/// mandatory, and none that they do not have.</summary>
public class GuideTableTests
{
    private const string Common = "version charset sign_type status result_code mch_id nonce_str sign";

    private const string Payment =
        "openid trade_type pay_result transaction_id out_transaction_id out_trade_no total_fee fee_type bank_type time_end";

    private readonly SimulatorScene _scene = new();

    public GuideTableTests() => _scene.Simulator.Dialect = GatewayDialect.Guide;

    [Fact]
    public async Task Guide313_Create() =>
        Check((await _scene.Client.CreateNativeOrderAsync(Order)).Message, "code_url code_img_url", "device_info");

    [Fact]
    public async Task Guide314_Notification()
    {
        await _scene.Client.CreateNativeOrderAsync(Order with { Attach = "cart", DeviceInfo = "till" });

        var failed = _scene.Client.ParseNotification(_scene.Simulator.Buyer.FailPayment("ORDER_1"));
        var paid = _scene.Client.ParseNotification(_scene.Simulator.Buyer.Pay("ORDER_1", couponFee: 1));

        Check(failed.Message, Payment, "device_info pay_info attach");
        Check(paid.Message, Payment, "device_info attach");
    }

    [Fact]
    public async Task Guide315_Query_HasNumbersAndAmountsForSuccessOnly()
    {
        await _scene.CreateAsync();
        Check((await _scene.Client.QueryOrderAsync(QueryOrder)).Message, "trade_state");

        _scene.Simulator.Buyer.Pay("ORDER_1", couponFee: 1);
        Check(
            (await _scene.Client.QueryOrderAsync(QueryOrder)).Message,
            "trade_state trade_type transaction_id out_transaction_id out_trade_no total_fee fee_type time_end",
            "coupon_fee attach bank_type bank_billno device_info");

        await _scene.Client.RefundAsync(Refund);
        _scene.Time.Advance(TimeSpan.FromMinutes(2));
        Check((await _scene.Client.QueryOrderAsync(QueryOrder)).Message, "trade_state");
    }

    [Theory]
    [InlineData("CLOSED")]
    [InlineData("REVERSE")]
    [InlineData("REVOK")]
    public async Task Guide315_QueryOfAnOrderThatEnded_HasItsStateOnly(string state)
    {
        await _scene.CreateAsync();
        _scene.Simulator.EndOrder("ORDER_1", new TradeState(state));

        var response = await _scene.Client.QueryOrderAsync(QueryOrder);

        response.TradeState.Value.Should().Be(state);
        Check(response.Message, "trade_state");
    }

    [Fact]
    public async Task Guide316_Close()
    {
        await _scene.CreateAsync();
        _scene.Time.Advance(TimeSpan.FromMinutes(5));

        Check((await _scene.Client.CloseOrderAsync(CloseOrder)).Message, "");
    }

    [Fact]
    public async Task Guide317And318_RefundAndItsQuery()
    {
        await _scene.PayAsync();

        Check(
            (await _scene.Client.RefundAsync(Refund)).Message,
            "transaction_id out_trade_no out_refund_no refund_id refund_channel refund_fee",
            "coupon_refund_fee device_info");
        Check(
            (await _scene.Client.QueryRefundAsync(QueryRefund)).Message,
            "transaction_id out_trade_no refund_count out_refund_no_0 refund_id_0 refund_channel_0 refund_fee_0 "
            + "refund_status_0",
            "coupon_refund_fee_0 refund_time_0 device_info");
    }

    private static void Check(PyxproMessage message, string mandatory, string optional = "")
    {
        var names = message.Select(field => field.Key).ToList();

        names.Should().Contain(Names($"{Common} {mandatory}"));
        names.Should().BeSubsetOf(Names($"{Common} {mandatory} {optional}"));
    }

    private static string[] Names(string names) => names.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
