namespace Pyxpro.Sdk.Tests;

/// <summary>Answers the requests of one order's life as the gateway does, signed.</summary>
internal sealed class SignedGateway : HttpMessageHandler
{
    public const string MchId = "100500";
    public const string Key = "0123456789abcdef0123456789abcdef";

    public static byte[] Notify(string outTradeNo, long totalFee) => Seal(Key, Paid(outTradeNo, totalFee));

    public static byte[] Forge(string outTradeNo, long totalFee) => Seal("another" + Key, Paid(outTradeNo, totalFee));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var message = XmlMessageCodec.Decode(await request.Content!.ReadAsByteArrayAsync(cancellationToken));
        var body = new Md5Signer(Key).Verify(message)
            ? Seal(Key, Answer(message))
            : XmlMessageCodec.Encode(new PyxproMessage([new("status", "400"), new("message", "Signature error")]));

        return new HttpResponseMessage { Content = new ByteArrayContent(body), RequestMessage = request };
    }

    private static IEnumerable<KeyValuePair<string, string>> Answer(PyxproMessage request) => request["service"] switch
    {
        "pay.alipay.native.intl" => [new("result_code", "0"), new("code_url", "https://qr.example/1")],
        "unified.trade.query" =>
        [
            new("result_code", "0"), new("trade_state", "SUCCESS"), new("out_trade_no", request["out_trade_no"]),
            new("transaction_id", "payment1"), new("total_fee", "1000"), new("fee_type", "HKD"),
        ],
        "unified.trade.refund" =>
        [
            new("result_code", "0"), new("out_trade_no", request["out_trade_no"]), new("transaction_id", "payment1"),
            new("out_refund_no", request["out_refund_no"]), new("refund_id", "1"), new("refund_fee", request["refund_fee"]),
        ],
        "unified.trade.refundquery" =>
        [
            new("result_code", "0"), new("refund_count", "1"), new("out_refund_no_0", request["out_refund_no"]),
            new("refund_id_0", "1"), new("refund_fee_0", "400"), new("refund_status_0", "SUCCESS"),
        ],
        _ => [new("result_code", "1"), new("err_code", "Order paid")],
    };

    private static KeyValuePair<string, string>[] Paid(string outTradeNo, long totalFee) =>
    [
        new("result_code", "0"), new("pay_result", "0"), new("out_trade_no", outTradeNo),
        new("transaction_id", "payment1"), new("total_fee", $"{totalFee}"), new("fee_type", "HKD"),
    ];

    private static byte[] Seal(string key, IEnumerable<KeyValuePair<string, string>> fields)
    {
        KeyValuePair<string, string>[] signed = [new("status", "0"), new("mch_id", MchId), .. fields];
        var sign = new Md5Signer(key).Sign(new PyxproMessage(signed));

        return XmlMessageCodec.Encode(new PyxproMessage([.. signed, new("sign", sign)]));
    }
}
