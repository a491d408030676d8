using System.Text;

namespace Pyxpro.Sdk.Tests;

/// <summary>What a raw service may respond, and an operation of the guide may not.</summary>
public class SendOperationTests
{
    // The genuine app-pay string of the channel: it is a list of name="value", with names that the guide has too.
    private const string PayInfo =
        "_input_charset=\"utf-8\"&body=\"tea\"&notify_url=\"https://pay.test/n\"&out_trade_no=\"1\"&total_fee=\"0.01\"";

    public static TheoryData<PyxproOperation> Typed =>
        [.. Operations.All.Where(operation => operation != PyxproOperation.Send)];

    [Fact]
    public async Task Send_GenuineResponseWithoutResultCode_ReturnsTheVerifiedMessage()
    {
        var vector = VectorFiles.Messages["V11"];
        var options = TestMerchant.Options;
        (options.MchId, options.Key) = (vector.Fields["mch_id"], vector.Key);
        var gateway = new ScriptedHandler(Replies.Body(Encoding.UTF8.GetString(vector.Xml)));

        var message = await new PyxproClient(gateway.ToHttpClient(), options, SuiteLog.Factory)
            .SendAsync("unified.trade.pay", [new("out_trade_no", "ORDER_1")]);

        message["token_id"].Should().Be("1890c02eb555ff1bf70c3f026e610f40b");
        message.TryGetValue("result_code", out _).Should().BeFalse();
    }

    [Theory]
    [MemberData(nameof(Typed))]
    public async Task Operation_ResponseWithoutResultCode_IsNeverASuccess(PyxproOperation operation)
    {
        using var gateway = new ScriptedGateway(
            Replies.Signed([("result_code", ""), .. Operations.ResponseFields(operation)]));

        var exception = await gateway.FailAsync<PyxproProtocolException>(gateway.CreateClient(), operation);

        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    [Theory]
    [InlineData("err_code", "PARAM_ERROR")]
    [InlineData("err_msg", "failed")]
    [InlineData("err_code_des", "failed")]
    [InlineData("need_query", "Y")]
    public async Task Send_ErrorWithoutResultCode_IsUncertain(string name, string value)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("result_code", ""), (name, value)));

        var act = () => client.SendAsync("unified.trade.pay", []);

        (await act.Should().ThrowAsync<PyxproProtocolException>()).Which.Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    [Theory]
    [InlineData("pay.alipay.native.intl")]
    [InlineData("unified.trade.query")]
    [InlineData("unified.trade.close")]
    [InlineData("unified.trade.refund")]
    [InlineData("unified.trade.refundquery")]
    public async Task Send_ServiceOfTheGuideWithoutResultCode_IsUncertain(string service)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("result_code", "")));

        var act = () => client.SendAsync(service, []);

        (await act.Should().ThrowAsync<PyxproProtocolException>()).Which.Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    [Fact]
    public async Task Send_ValueThatHoldsFieldsOfTheGuide_IsAccepted()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("pay_info", PayInfo)));

        var message = await client.SendAsync("pay.alipay.app.intl", [new("out_trade_no", "ORDER_1")]);

        message["pay_info"].Should().Be(PayInfo);
    }

    // The rule stays for what is sent, and for bytes of unknown origin.
    [Fact]
    public async Task Send_SuchAValueInTheRequest_IsRefused()
    {
        var act = () => TestMerchant.ClientReceiving().SendAsync("pay.alipay.app.intl", [new("attach", PayInfo)]);

        await act.Should().ThrowAsync<ArgumentException>().WithMessage("*ambiguous*");
        XmlMessageCodec.TryDecode(Encoding.UTF8.GetBytes(TestMerchant.Signed(("pay_info", PayInfo))), out _)
            .Should().BeFalse();
    }
}
