using System.Net;
using System.Security;
using System.Text;

namespace Pyxpro.Sdk.Tests;

/// <summary>A merchant, and a gateway that gives it the responses of a test, signed by <see cref="IndependentSigner"/>.</summary>
internal static class TestMerchant
{
    public const string MchId = "124580000005";
    public const string Key = "9d101c97133837e13dde2d32a5054abb";
    public const string GatewayUrl = "https://gateway.test/pay/gateway";

    /// <summary>Gets options of one attempt a call: retries have tests of their own.</summary>
    public static PyxproOptions Options => Configure(new PyxproOptions());

    public static CreateNativeOrderRequest CreateRequest => new() { OutTradeNo = "ORDER_1", Body = "tea", TotalFee = 1000 };

    public static RefundRequest RefundRequest =>
        new() { OutTradeNo = "ORDER_1", OutRefundNo = "RF-1", TotalFee = 1000, RefundFee = 300 };

    /// <summary>Sets options that a container has made.</summary>
    public static PyxproOptions Configure(PyxproOptions options)
    {
        options.GatewayUrl = new Uri(GatewayUrl);
        options.MchId = MchId;
        options.Key = Key;
        options.MaxAttempts = 1;
        ConfigureOwn(options);

        return options;
    }

    /// <summary>Sets what is the merchant's own, whatever the gateway.</summary>
    public static void ConfigureOwn(PyxproOptions options)
    {
        options.NotifyUrl = new Uri("https://shop.test/pyxpro/notify");
        options.MchCreateIp = "203.0.113.7";
        options.OpUserId = "cashier";
    }

    /// <summary>Returns the fields of a good response, then those given, of which an empty one removes its name.</summary>
    public static (string Name, string Value)[] Good(params (string Name, string Value)[] fields) =>
        [.. new[] { ("status", "0"), ("result_code", "0"), ("mch_id", MchId), ("nonce_str", "n"), ("version", "2.0") }
            .Where(field => !fields.Any(other => other.Name == field.Item1)), .. fields.Where(field => field.Value != "")];

    public static string Signed(params (string Name, string Value)[] fields) => SignedBy(Key, fields);

    public static string SignedBy(string key, params (string Name, string Value)[] fields)
    {
        var sign = IndependentSigner.Sign(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)), key);

        return Xml([.. fields, ("sign", sign)]);
    }

    public static string Xml(params (string Name, string Value)[] fields) =>
        "<xml>" + string.Concat(fields.Select(field => $"<{field.Name}>{SecurityElement.Escape(field.Value)}</{field.Name}>")) + "</xml>";

    /// <summary>Makes a client whose gateway responds to everything with the same body.</summary>
    public static PyxproClient ClientReceiving(string xml, HttpStatusCode status = HttpStatusCode.OK)
    {
        var gateway = new ScriptedHandler((request, _) => Task.FromResult(
            request.Method == HttpMethod.Post && request.RequestUri == new Uri(GatewayUrl)
                ? new HttpResponseMessage(status) { Content = new StringContent(xml, Encoding.UTF8, "text/xml") }
                : new HttpResponseMessage(HttpStatusCode.NotFound)));

        return new PyxproClient(gateway.ToHttpClient(), Options, SuiteLog.Factory);
    }

    /// <summary>Makes a client whose gateway responds to everything with a signed message of these fields.</summary>
    public static PyxproClient ClientReceiving(params (string Name, string Value)[] fields) => ClientReceiving(Signed(fields));

    /// <summary>Makes a client whose requests are read and kept, whatever the response is.</summary>
    public static PyxproClient ClientRecording(
        List<PyxproMessage> requests, Action<PyxproOptions>? configure = null)
    {
        var options = Options;
        configure?.Invoke(options);
        var gateway = new ScriptedHandler(async (request, stop) =>
        {
            requests.Add(XmlMessageCodec.Decode(await request.Content!.ReadAsByteArrayAsync(stop)));

            return new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        });

        return new PyxproClient(gateway.ToHttpClient(), options, SuiteLog.Factory);
    }
}
