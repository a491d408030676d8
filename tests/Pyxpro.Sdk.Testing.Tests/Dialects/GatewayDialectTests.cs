using System.Text;
using Pyxpro.Sdk.Testing;
using static Pyxpro.Sdk.Tests.SimulatorScene;

namespace Pyxpro.Sdk.Tests;

public class GatewayDialectTests
{
    private readonly SimulatorScene _scene = new();

    [Fact]
    public async Task LowerCaseSignatures_AreWrittenAndAccepted()
    {
        _scene.Simulator.Dialect = new GatewayDialect { HasLowerCaseSignatures = true };

        var notification = await _scene.PayAsync();

        notification.Message["sign"].Should().MatchRegex("^[0-9a-f]{32}$");
        (await _scene.StateAsync()).Should().Be(TradeState.Success);
    }

    [Fact]
    public async Task ExtraFields_AreSignedAndKept()
    {
        _scene.Simulator.Dialect = new GatewayDialect
        {
            ExtraFields = new Dictionary<string, string> { ["appid"] = "wx2006", ["fund_bill_list"] = "[{\"amount\":\"1\"}]" },
        };

        var notification = await _scene.PayAsync();

        notification.Message["appid"].Should().Be("wx2006");
        notification.Message["fund_bill_list"].Should().Be("[{\"amount\":\"1\"}]");
        notification.Message["sign"].Should().Be(
            IndependentSigner.Sign(notification.Message, _scene.Simulator.CreateOptions().Key));
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("a]]>b]]")]
    [InlineData("]]>")]
    [InlineData("line\r\nline\rend")]
    [InlineData("<b>&amp;</b>")]
    [InlineData("中文 \"'")]
    [InlineData(" a ")]
    public async Task MixedCData_AnyText_ComesBackAsItWasSent(string attach)
    {
        _scene.Simulator.Dialect = new GatewayDialect { MixesCData = true };
        await _scene.Client.CreateNativeOrderAsync(Order with { Attach = attach, DeviceInfo = "till" });

        var body = _scene.Simulator.Buyer.Pay("ORDER_1");

        Encoding.UTF8.GetString(body).Should().Contain("<![CDATA[").And.MatchRegex(">[^<]+</");
        _scene.Client.ParseNotification(body).Attach.Should().Be(attach);
        (await _scene.Client.QueryOrderAsync(QueryOrder)).Attach.Should().Be(attach);
    }

    [Theory]
    [InlineData("Order not exists")]
    [InlineData("ORDERNOTEXIST")]
    [InlineData("ACQ.TRADE_NOT_EXIST")]
    public async Task OrderNotFoundCode_AnySpelling_IsSentForOrders(string spelling)
    {
        var code = new PyxproErrorCode(spelling);
        _scene.Simulator.Dialect = new GatewayDialect { OrderNotFoundCode = code };

        await RefusedAsync(() => _scene.Client.QueryOrderAsync(QueryOrder), code);
        await RefusedAsync(() => _scene.Client.CloseOrderAsync(CloseOrder), code);
        await RefusedAsync(() => _scene.Client.RefundAsync(Refund), code);
    }

    [Theory]
    [InlineData("Refund not exists")]
    [InlineData("Order not exists")]
    [InlineData("ORDERNOTEXIST")]
    [InlineData("ACQ.TRADE_NOT_EXIST")]
    public async Task RefundNotFoundCode_AnySpelling_IsSentForRefunds(string spelling)
    {
        var code = new PyxproErrorCode(spelling);
        _scene.Simulator.Dialect = new GatewayDialect { RefundNotFoundCode = code };
        await _scene.PayAsync();

        await RefusedAsync(() => _scene.Client.QueryRefundAsync(QueryRefund), code);
    }

    [Theory]
    [InlineData("ORDERPAID")]
    [InlineData("Order paid")]
    public async Task OrderPaidCode_AnySpelling_IsSentForCreatesAndCloses(string spelling)
    {
        var code = new PyxproErrorCode(spelling);
        _scene.Simulator.Dialect = new GatewayDialect { OrderPaidCode = code };
        await _scene.PayAsync();

        await RefusedAsync(() => _scene.CreateAsync(), code);
        await RefusedAsync(() => _scene.Client.CloseOrderAsync(CloseOrder), code);
    }

    [Theory]
    [InlineData("refundInfo is exists")]
    [InlineData("REFUNDINFOTEXIST")]
    [InlineData("Refund exists")]
    public async Task RefundNumberUsedCode_AnySpelling_IsSentForAnotherAmount(string spelling)
    {
        var code = new PyxproErrorCode(spelling);
        _scene.Simulator.Dialect = new GatewayDialect { RefundNumberUsedCode = code };
        await _scene.PayAsync();
        await _scene.Client.RefundAsync(Refund);

        await RefusedAsync(() => _scene.Client.RefundAsync(Refund with { RefundFee = 299 }), code);
    }

    [Fact]
    public void ErrorCodes_OfAnotherMeaning_AreRefused()
    {
        var other = PyxproErrorCode.OrderClosed;

        FluentActions.Invoking(() => new GatewayDialect { OrderNotFoundCode = other })
            .Should().Throw<ArgumentException>().WithMessage("*ORDERCLOSED*ACQ.TRADE_NOT_EXIST*")
            .WithParameterName(nameof(GatewayDialect.OrderNotFoundCode));
        FluentActions.Invoking(() => new GatewayDialect { RefundNotFoundCode = other }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new GatewayDialect { OrderPaidCode = other }).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new GatewayDialect { RefundNumberUsedCode = other }).Should().Throw<ArgumentException>();
    }

    [Fact]
    public async Task MixedCData_EachFieldInTurn_IsWrittenBothWays()
    {
        _scene.Simulator.Dialect = new GatewayDialect { MixesCData = true };
        await _scene.CreateAsync();
        var plainFirst = Encoding.UTF8.GetString(_scene.Simulator.Buyer.Pay("ORDER_1"));

        plainFirst.Should().StartWith("<xml><version><![CDATA[2.0]]></version><charset>UTF-8</charset>");
        XmlMessageCodec.Decode(Encoding.UTF8.GetBytes(plainFirst))["version"].Should().Be("2.0");
    }
}
