using System.Text;
using Pyxpro.Sdk.Internal;
using Pyxpro.Sdk.Tests;

namespace Pyxpro.Sdk.Benchmarks;

/// <summary>What is measured: one order, one notification and one response of usual size, signed independently of the
/// SDK.</summary>
internal static class Samples
{
    public const string MchId = "124580000005";
    public const string Key = "9d101c97133837e13dde2d32a5054abb";

    private static readonly string[] TableOrder =
    [
        "version", "charset", "sign_type", "status", "result_code", "mch_id", "device_info", "nonce_str", "openid",
        "trade_type", "pay_result", "transaction_id", "out_transaction_id", "out_trade_no", "total_fee", "fee_type",
        "attach", "bank_type", "time_end",
    ];

    // 32 digits, none of them those of a signature.
    private const string ForgedSign = "0123456789ABCDEF0123456789ABCDEF";

    /// <summary>Gets an order that is sent as 18 fields.</summary>
    public static CreateNativeOrderRequest Order { get; } = new()
    {
        OutTradeNo = "ORDER20260526_0001",
        Body = "Oolong tea, 100 g, and a teapot of clay from Yixing",
        TotalFee = 1000,
        MchCreateIp = "203.0.113.7",
        NotifyUrl = new Uri("https://shop.example/pyxpro/notify"),
        DeviceInfo = "SN12345678",
        Attach = "cart-42, table 7, two guests, no receipt, please.",
        TimeStart = new DateTimeOffset(2026, 5, 26, 20, 23, 0, TimeSpan.FromHours(8)),
        TimeExpire = new DateTimeOffset(2026, 5, 26, 20, 53, 0, TimeSpan.FromHours(8)),
        OpUserId = "cashier-1",
        GoodsTag = "spring",
    };

    /// <summary>Gets a notification of 20 fields as the gateway's real traffic has it: in CDATA, in the order of the
    /// names, the signature among them, without white space.</summary>
    public static Message Notification { get; } = Message.Sign(
    [
        new("attach", "cart-42, table 7, two guests, a receipt please!!"),
        new("bank_type", "ALIPAYACCOUNT"),
        new("charset", "UTF-8"),
        new("device_info", "SN12345678"),
        new("fee_type", "HKD"),
        new("mch_id", MchId),
        new("nonce_str", "1d3c1a5b8e5f4c0f9b7a2f6d8c3e1a7b"),
        new("openid", "2088000000000001"),
        new("out_trade_no", "ORDER20260526_0001"),
        new("out_transaction_id", "2026052622001400000000000001"),
        new("pay_result", "0"),
        new("result_code", "0"),
        new("sign_type", "MD5"),
        new("status", "0"),
        new("time_end", "20260526202310"),
        new("total_fee", "1000"),
        new("trade_type", "pay.alipay.native.intl"),
        new("transaction_id", "124580000005202605261000000001"),
        new("version", "2.0"),
    ]);

    /// <summary>Gets the same notification with its fields in the order of the guide's table (3.1.4), which is
    /// none.</summary>
    public static Message Unsorted { get; } = Message.Sign([.. TableOrder.Select(
        name => Notification.Fields.Single(field => field.Key == name))], isSorted: false);

    /// <summary>Gets the notification with a signature that is wrong.</summary>
    public static byte[] Forged { get; } = Message.ToXml(
        Notification.Fields.Select(field => field.Key == "sign" ? new("sign", ForgedSign) : field));

    /// <summary>Gets the response to the order.</summary>
    public static Message Response { get; } = Message.Sign(
    [
        new("charset", "UTF-8"),
        new("code_img_url", "https://pay.wepayez.com/pay/qrcode?uuid=https%3A%2F%2Fqr.alipay.com%2Fbax0"),
        new("code_url", "https://qr.alipay.com/bax00000000000000000"),
        new("device_info", "SN12345678"),
        new("mch_id", MchId),
        new("nonce_str", "1d3c1a5b8e5f4c0f9b7a2f6d8c3e1a7b"),
        new("result_code", "0"),
        new("sign_type", "MD5"),
        new("status", "0"),
        new("uuid", "0d0ef3f2d344e2cc"),
        new("version", "2.0"),
    ]);

    public static PyxproOptions Options(Uri gatewayUrl) => new() { GatewayUrl = gatewayUrl, MchId = MchId, Key = Key };

    /// <summary>Sets the options that a container has made.</summary>
    public static void Configure(PyxproOptions options) =>
        (options.GatewayUrl, options.MchId, options.Key) = (new Uri("https://gateway.example/pay"), MchId, Key);

    public static MerchantContext Merchant { get; } = new(Key, previousKey: null)
    {
        GatewayUrl = new Uri("https://gateway.example/pay"),
        MchId = MchId,
        SettingsPath = "PyxproOptions.",
        TimeProvider = TimeProvider.System,
    };

    /// <summary>Gets a client for notifications, which never calls anybody.</summary>
    public static PyxproClient Client { get; } = new(Options(new Uri("https://gateway.example/pay")));

    /// <summary>Gets the order as it is sent.</summary>
    public static byte[] OrderXml { get; } = RequestEncoder.Encode(ToMessage(Order), Merchant);

    /// <summary>Gets what is signed of the order.</summary>
    public static byte[] OrderCanonical { get; } = Encoding.UTF8.GetBytes(
        $"{IndependentSigner.Canonical(XmlMessageCodec.Decode(OrderXml))}&key={Key}");

    /// <summary>Returns the fields of a request.</summary>
    public static PyxproMessage ToMessage<TResponse>(IOperation<TResponse> request) => request.ToMessage(Merchant);

    /// <summary>Reads a notification, and returns it if it is accepted.</summary>
    public static PaymentNotification? Accept(byte[] xml) =>
        Client.TryParseNotification(xml, out var notification, out _) ? notification : null;

    /// <summary>A signed message in its three forms.</summary>
    internal sealed record Message(KeyValuePair<string, string>[] Fields, byte[] Xml, byte[] Canonical)
    {
        /// <param name="fields">The fields, without a signature.</param>
        /// <param name="isSorted">Whether the signature stands in its place by name, or last.</param>
        public static Message Sign(KeyValuePair<string, string>[] fields, bool isSorted = true)
        {
            var canonical = $"{IndependentSigner.Canonical(fields)}&key={Key}";
            IEnumerable<KeyValuePair<string, string>> signed =
                [.. fields, new("sign", IndependentSigner.Sign(fields, Key))];
            signed = isSorted ? signed.OrderBy(field => field.Key, StringComparer.Ordinal) : signed;

            return new Message([.. signed], ToXml(signed), Encoding.UTF8.GetBytes(canonical));
        }

        public static byte[] ToXml(IEnumerable<KeyValuePair<string, string>> fields)
        {
            var xml = new StringBuilder("<xml>");
            foreach (var (name, value) in fields)
            {
                xml.Append('<').Append(name).Append("><![CDATA[").Append(value);
                xml.Append("]]></").Append(name).Append('>');
            }

            return Encoding.UTF8.GetBytes(xml.Append("</xml>").ToString());
        }
    }
}
