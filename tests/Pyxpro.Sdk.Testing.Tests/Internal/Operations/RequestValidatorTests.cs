using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>The gateway demands what the guide's tables (3.1.3 to 3.1.8) call mandatory and holds values to their
/// limits, also where a request does not come from this SDK's client, which would not send it.</summary>
public class RequestValidatorTests
{
    private static readonly Dictionary<string, string[]> Requests = new()
    {
        ["pay.alipay.native.intl"] =
        [
            "out_trade_no=ORDER_2", "body=tea", "total_fee=1000", "mch_create_ip=203.0.113.7",
            "notify_url=https://shop.test/notify",
        ],
        ["unified.trade.query"] = ["out_trade_no=ORDER_1"],
        ["unified.trade.close"] = ["out_trade_no=ORDER_1"],
        ["unified.trade.refund"] =
        [
            "out_trade_no=ORDER_1", "out_refund_no=RF-1", "total_fee=1000", "refund_fee=300", "op_user_id=cashier",
        ],
        ["unified.trade.refundquery"] = ["out_refund_no=RF-0"],
    };

    private readonly SimulatorScene _scene = new();

    public static TheoryData<string, string> MandatoryFields => new(
        from request in Requests
        from pair in request.Value.Append("nonce_str=n")
        select (request.Key, pair.Split('=')[0]));

    public static TheoryData<string> Services => [.. Requests.Keys];

    [Theory]
    [MemberData(nameof(Services))]
    public async Task Request_WithWhatIsMandatory_IsNotLacking(string service) =>
        (await ResponseAsync(service, Requests[service])).Should().NotBe("LACK_PARAMS").And.NotBe("PARAM_ERROR");

    [Theory]
    [MemberData(nameof(MandatoryFields))]
    public async Task Request_WithoutAMandatoryField_IsRefused(string service, string name)
    {
        (await ResponseAsync(service, Without(name, service), name)).Should().Be("LACK_PARAMS");

        _scene.Simulator.Log[^1].Event.Should().Be(GatewayEvent.Nothing);
    }

    [Theory]
    [InlineData("pay.alipay.native.intl", "out_trade_no", "with-hyphen")]
    [InlineData("pay.alipay.native.intl", "out_trade_no", "123456789012345678901234567890123")]
    [InlineData("pay.alipay.native.intl", "device_info", "123456789012345678901234567890123")]
    [InlineData("pay.alipay.native.intl", "goods_tag", "123456789012345678901234567890123")]
    [InlineData("pay.alipay.native.intl", "product_id", "123456789012345678901234567890123")]
    [InlineData("pay.alipay.native.intl", "nonce_str", "123456789012345678901234567890123")]
    [InlineData("pay.alipay.native.intl", "total_fee", "0")]
    [InlineData("pay.alipay.native.intl", "total_fee", "10.00")]
    [InlineData("pay.alipay.native.intl", "total_fee", "-1")]
    [InlineData("pay.alipay.native.intl", "mch_create_ip", "::1")]
    [InlineData("pay.alipay.native.intl", "notify_url", "shop.test/notify")]
    [InlineData("pay.alipay.native.intl", "notify_url", "ftp://shop.test/notify")]
    [InlineData("pay.alipay.native.intl", "time_start", "2026-05-26 20:23:10")]
    [InlineData("pay.alipay.native.intl", "time_expire", "tomorrow")]
    [InlineData("pay.alipay.native.intl", "version", "1.0")]
    [InlineData("pay.alipay.native.intl", "charset", "GBK")]
    [InlineData("pay.alipay.native.intl", "sign_type", "RSA_1_256")]
    [InlineData("unified.trade.refund", "op_user_id", "123456789012345678901234567890123")]
    [InlineData("unified.trade.refund", "out_refund_no", "123456789012345678901234567890123")]
    [InlineData("unified.trade.refund", "refund_fee", "0")]
    [InlineData("unified.trade.refund", "refund_channel", "BALANCE")]
    public async Task Request_WithAValueThatTheGuideDoesNotAllow_IsRefused(string service, string name, string value)
    {
        (await ResponseAsync(service, Without(name, service).Append($"{name}={value}"))).Should().Be("PARAM_ERROR");

        _scene.Simulator.Log[^1].Event.Should().Be(GatewayEvent.Nothing);
    }

    [Fact]
    public async Task Request_OfTheLongestValues_Succeeds()
    {
        var fields = new[]
        {
            $"out_trade_no={new string('A', 32)}", $"body={new string('a', 127)}", "total_fee=2147483647",
            "mch_create_ip=203.113.113.113", $"notify_url=http://shop.test/{new string('n', 238)}",
            $"attach={new string('a', 127)}", $"device_info={new string('d', 32)}", $"nonce_str={new string('n', 32)}",
        };

        (await ResponseAsync("pay.alipay.native.intl", fields)).Should().BeEmpty();
    }

    private static IEnumerable<string> Without(string name, string service) =>
        Requests[service].Where(pair => !pair.StartsWith($"{name}=", StringComparison.Ordinal));

    /// <summary>Asks the gateway, which has a paid order, and returns the error that it responds with.</summary>
    private async Task<string> ResponseAsync(string service, IEnumerable<string> fields, string? without = null)
    {
        await _scene.PayAsync();
        var options = _scene.Simulator.CreateOptions();
        var given = fields.Select(field => field.Split('=', 2)).ToDictionary(field => field[0], field => field[1]);
        foreach (var (name, value) in new[]
        {
            ("version", "2.0"), ("charset", "UTF-8"), ("sign_type", "MD5"), ("nonce_str", "n"), ("service", service),
            ("mch_id", options.MchId),
        })
        {
            if (name != without)
            {
                given.TryAdd(name, value);
            }
        }

        given.Add("sign", IndependentSigner.Sign(given, options.Key));
        var response = XmlMessageCodec.Decode(_scene.Simulator.Respond(XmlMessageCodec.Encode(new PyxproMessage(given))));

        return response["result_code"] == "0" ? "" : response["err_code"];
    }
}
