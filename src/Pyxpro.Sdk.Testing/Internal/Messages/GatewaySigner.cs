using System.Diagnostics;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Verifies a merchant's requests, and signs and encodes what the gateway sends.</summary>
internal sealed class GatewaySigner
{
    private const string CommunicationError = "400";

    private readonly string _mchId;
    private readonly Md5Signer _signer;

    public GatewaySigner(string mchId, string key)
    {
        _mchId = mchId;
        Key = key;
        _signer = new Md5Signer(key);
    }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Key { get; }

    /// <summary>Creates the unsigned response to a request that was not verified (guide 2.1, common error
    /// 1).</summary>
    public static byte[] EncodeUnsigned(string text) => XmlMessageCodec.Encode(new PyxproMessage(
    [
        new(FieldNames.Version, "2.0"),
        new(FieldNames.Charset, "UTF-8"),
        new(FieldNames.Status, CommunicationError),
        new(FieldNames.Message, text),
    ]));

    public bool Verify(PyxproMessage request) => _signer.Verify(request);

    /// <summary>Adds the common fields, and signs and encodes the message.</summary>
    public byte[] Encode(IEnumerable<KeyValuePair<string, string>> fields, GatewayDialect dialect)
    {
        KeyValuePair<string, string>[] all =
        [
            new(FieldNames.Version, "2.0"),
            new(FieldNames.Charset, "UTF-8"),
            new(FieldNames.SignType, "MD5"),
            new(FieldNames.Status, "0"),
            new(FieldNames.MchId, _mchId),
            new(FieldNames.NonceStr, Guid.NewGuid().ToString("N")),
            .. fields,
            .. dialect.ExtraFields,
        ];
        var sign = _signer.Sign(new PyxproMessage(all));

        return RawXml.Write(
            [.. all, new(FieldNames.Sign, dialect.HasLowerCaseSignatures ? sign.ToLowerInvariant() : sign)],
            dialect.MixesCData);
    }
}
