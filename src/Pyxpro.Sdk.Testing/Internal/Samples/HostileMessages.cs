using System.Text;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Creates messages that a receiver must refuse, from a sample: forged, altered or broken.</summary>
internal static class HostileMessages
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>Creates what only a notification must be refused for: responses come over TLS.</summary>
    public static IReadOnlyDictionary<string, byte[]> MakeOfNotification(SampleFields sample) =>
        new Dictionary<string, byte[]>(Make(sample))
        {
            ["field hidden in another, signed"] = sample.With(FieldNames.Attach, "a&total_fee=1").ToBytes(),
        };

    public static IReadOnlyDictionary<string, byte[]> Make(SampleFields sample)
    {
        var xml = Encoding.UTF8.GetString(sample.ToBytes());

        return new Dictionary<string, byte[]>
        {
            ["unsigned"] = sample.ToUnsignedBytes(),
            ["wrongly signed"] = sample.ToWronglySignedBytes(),
            ["signature of zeros"] = Resigned(sample, new string('0', 32)),
            ["empty signature"] = Resigned(sample, ""),
            ["signature named Sign"] = Utf8(xml.Replace("sign>", "Sign>", StringComparison.Ordinal)),
            ["two signatures"] = Utf8(xml.Replace("</xml>", "<sign>0</sign></xml>", StringComparison.Ordinal)),
            ["nonce changed"] = Utf8(Field(xml, FieldNames.NonceStr, "another")),
            ["amount changed"] = Utf8(Field(xml, FieldNames.TotalFee, "1000000001")),
            ["field added"] = Utf8(xml.Replace("</xml>", "<goods_tag>1</goods_tag></xml>", StringComparison.Ordinal)),
            ["field twice"] = Utf8(xml.Replace("<xml>", "<xml><status>0</status>", StringComparison.Ordinal)),
            ["other algorithm, signed"] = sample.With(FieldNames.SignType, "RSA_1_256").ToBytes(),
            ["other merchant, signed"] = sample.With(FieldNames.MchId, "100000000000").ToBytes(),
            ["no merchant, signed"] = sample.Without(FieldNames.MchId).ToBytes(),
            ["a request, signed"] = sample.With(FieldNames.Service, ServiceNames.CreateNativeOrder).ToBytes(),
            ["error that proves nothing"] = GatewaySigner.EncodeUnsigned("Signature error"),
            ["document type"] = Utf8($"<!DOCTYPE xml [<!ENTITY a \"b\">]>{xml}"),
            ["external entity"] = Utf8(
                "<!DOCTYPE xml [<!ENTITY a SYSTEM \"file:///etc/hostname\">]>"
                + Field(xml, FieldNames.NonceStr, "&a;")),
            ["comment in a field"] = Utf8(Field(xml, FieldNames.Status, "0<!-- -->")),
            ["element in a field"] = Utf8(Field(xml, FieldNames.Status, "<a>0</a>")),
            ["attribute"] = Utf8(xml.Replace("<status>", "<status a=\"b\">", StringComparison.Ordinal)),
            ["other root"] = Utf8(xml.Replace("xml>", "html>", StringComparison.Ordinal)),
            ["deep nesting"] = Utf8(string.Concat(Enumerable.Repeat("<xml>", 10_000))),
            ["cut in half"] = Utf8(xml[..(xml.Length / 2)]),
            ["text after the end"] = Utf8(xml + "0"),
            ["two messages"] = Utf8(xml + xml),
            ["too large"] = sample.With(FieldNames.Attach, new string('a', MaxBytes)).ToBytes(),
            ["UTF-16"] = Encoding.Unicode.GetBytes(xml),
            ["no UTF-8"] = [.. Utf8(xml[..^"</xml>".Length]), 0xC3, 0x28, .. "</xml>"u8],
            ["HTML"] = "<html><body>502 Bad Gateway</body></html>"u8.ToArray(),
            ["JSON"] = "{\"status\":\"0\",\"result_code\":\"0\",\"pay_result\":\"0\"}"u8.ToArray(),
            ["nothing"] = [],
        };
    }

    private static byte[] Utf8(string xml) => Encoding.UTF8.GetBytes(xml);

    private static byte[] Resigned(SampleFields sample, string sign) => RawXml.Write(
        sample.Signed().Select(field => field.Key == FieldNames.Sign ? new(field.Key, sign) : field));

    /// <summary>Puts markup into a field, and keeps the signature.</summary>
    private static string Field(string xml, string name, string markup)
    {
        var start = xml.IndexOf($"<{name}>", StringComparison.Ordinal);
        if (start < 0)
        {
            return xml.Replace("</xml>", $"<{name}>{markup}</{name}></xml>", StringComparison.Ordinal);
        }

        start += name.Length + 2;
        var end = xml.IndexOf($"</{name}>", start, StringComparison.Ordinal);

        return $"{xml[..start]}{markup}{xml[end..]}";
    }
}
