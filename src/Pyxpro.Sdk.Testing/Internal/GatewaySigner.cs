using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Verifies a merchant's requests, and signs and encodes the gateway's messages.</summary>
internal sealed class GatewaySigner
{
    private const string CommunicationError = "400";

    private readonly Md5Signer _signer;

    public GatewaySigner(string mchId, string key)
    {
        MchId = mchId;
        Key = key;
        _signer = new Md5Signer(key);
    }

    public string MchId { get; }

    [DebuggerBrowsable(DebuggerBrowsableState.Never)]
    public string Key { get; }

    /// <summary>Makes the unsigned answer to a request that could not be verified (guide 2.1, common error
    /// 1).</summary>
    public static byte[] EncodeUnsigned(string text) => XmlMessageCodec.Encode(new PyxproMessage(
    [
        new(FieldNames.Version, "2.0"),
        new(FieldNames.Charset, "UTF-8"),
        new(FieldNames.Status, CommunicationError),
        new(FieldNames.Message, text),
    ]));

    public bool TryVerify(
        ReadOnlySpan<byte> xml,
        [NotNullWhen(true)] out RequestMessage? request,
        [NotNullWhen(false)] out string? fault)
    {
        request = null;
        try
        {
            var message = XmlMessageCodec.Decode(xml);
            var verified = new RequestMessage(message);
            fault = verified.Find(FieldNames.MchId) != MchId ? "valid mch status fail"
                : !_signer.Verify(message) ? "Signature error"
                : null;
            if (fault is null)
            {
                request = verified;
                return true;
            }
        }
        catch (PyxproProtocolException)
        {
            fault = "XML_FORMAT_ERROR";
        }

        return false;
    }

    /// <summary>Signs a message and writes it.</summary>
    public byte[] Encode(Reply reply)
    {
        KeyValuePair<string, string>[] fields =
        [
            new(FieldNames.Version, "2.0"),
            new(FieldNames.Charset, "UTF-8"),
            new(FieldNames.SignType, "MD5"),
            new(FieldNames.Status, "0"),
            new(FieldNames.MchId, MchId),
            new(FieldNames.NonceStr, Guid.NewGuid().ToString("N")),
            .. reply.Fields,
        ];

        return XmlMessageCodec.Encode(
            new PyxproMessage([.. fields, new(FieldNames.Sign, _signer.Sign(new PyxproMessage(fields)))]));
    }
}
