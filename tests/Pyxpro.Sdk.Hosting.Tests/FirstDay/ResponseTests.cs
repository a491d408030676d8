using System.IO.Compression;
using System.Text;

namespace Pyxpro.Sdk.Hosting.Tests;

/// <summary>Genuine responses that look unusual, and responses that are none.</summary>
public class ResponseTests
{
    [Fact]
    public async Task Send_AppPayment_ReturnsThePayInfo()
    {
        const string PayInfo = "_input_charset=\"utf-8\"&body=\"tea\"&notify_url=\"https://pay.test/n\"&total_fee=\"10.00\"";
        using var application = Responding(("result_code", "0"), ("pay_info", PayInfo));

        var message = await application.Client.SendAsync("pay.alipay.app.intl", [new("out_trade_no", "A1")]);

        message["pay_info"].Should().Be(PayInfo);
    }

    [Fact]
    public async Task Send_ServiceWithoutResultCode_ReturnsTheMessage()
    {
        using var application = Responding(("token_id", "1890c02e"));

        var message = await application.Client.SendAsync("unified.trade.pay", [new("out_trade_no", "A1")]);

        message["token_id"].Should().Be("1890c02e");
    }

    [Fact]
    public async Task Create_CompressedResponse_SaysSo()
    {
        using var application = Responding(() => new ByteArrayContent(Gzip("<xml><status>0</status></xml>")));

        var act = () => application.Client.CreateNativeOrderAsync(Newcomer.Order);

        (await act.Should().ThrowAsync<PyxproProtocolException>()).Which.Message.Should().Be(
            "CreateNativeOrder out_trade_no 'A1', 1 attempt: This is not a message in the gateway's form: it is compressed, "
            + "though nobody asked for that; find the proxy or handler that compresses it (byte 0). The outcome is uncertain: "
            + "the order may exist. Poll with ResolveCreateNativeOrderAsync before anything else, and do not create the same "
            + "order under another number.");
    }

    [Fact]
    public async Task Create_UrlOfAWebPage_BeginsWithTheSetting()
    {
        using var application = Responding(() => new StringContent("<!DOCTYPE html><html></html>"));

        var act = () => application.Client.CreateNativeOrderAsync(Newcomer.Order);

        (await act.Should().ThrowAsync<PyxproProtocolException>()).Which.Message.Should().StartWith(
            "Payments:Pyxpro:GatewayUrl is probably not that of the gateway, or a proxy or firewall responded in its place. "
            + "PingAsync tells which setting is wrong. CreateNativeOrder out_trade_no 'A1', 1 attempt: This is not a message");
    }

    [Fact]
    public async Task Query_OrderThatIsNotThere_DoesNotAdviseToQuery()
    {
        using var application = new Newcomer();

        var act = () => application.Client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = "A1" });

        (await act.Should().ThrowAsync<PyxproBusinessException>()).Which.Message.Should().Be(
            "QueryOrder out_trade_no 'A1', 1 attempt: The gateway responded with the error 'Order not exists': 'the order does "
            + "not exist'. A query changes nothing. Soon after an uncertain request, \"not found\" proves nothing: query "
            + "again.");
    }

    [Fact]
    public async Task Create_CodeThatNobodyKnows_IsNotSaidToHaveDoneNothing()
    {
        using var application = Responding(("result_code", "1"), ("err_code", "NEW_CODE"));

        var act = () => application.Client.CreateNativeOrderAsync(Newcomer.Order);

        var exception = (await act.Should().ThrowAsync<PyxproBusinessException>()).Which;
        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
        exception.Message.Should().NotContain("did nothing");
    }

    private static Newcomer Responding(params (string Name, string Value)[] fields) => Responding(() => new StringContent(
        TestMerchant.SignedBy(Newcomer.Key, [("status", "0"), ("mch_id", "124580000005"), ("nonce_str", "n"), .. fields])));

    private static Newcomer Responding(Func<HttpContent> makeContent) =>
        new() { Handler = () => new ScriptedHandler(Replies.Content(makeContent)) };

    private static byte[] Gzip(string text)
    {
        using var compressed = new MemoryStream();
        using (var gzip = new GZipStream(compressed, CompressionMode.Compress))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return compressed.ToArray();
    }
}
