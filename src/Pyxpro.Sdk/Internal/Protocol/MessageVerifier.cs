using System.Text;

namespace Pyxpro.Sdk.Internal;

/// <summary>Verifies that a received message is from the gateway and for the merchant. This is the only place that
/// does.</summary>
internal static class MessageVerifier
{
    /// <summary>Verifies fields that are sorted. Allocates nothing.</summary>
    /// <param name="fields">The fields.</param>
    /// <param name="merchant">The merchant.</param>
    /// <param name="isFromStranger">Whether anybody can have sent the message, and so moved the borders between its
    /// signed fields. That does not hold for a response: it came over TLS.</param>
    public static NotificationRejection Verify(in FieldBuffer fields, MerchantContext merchant, bool isFromStranger)
    {
        if (fields.Find(FieldNames.Sign).IsEmpty)
        {
            return NotificationRejection.NotSigned;
        }

        var signType = fields.Find(FieldNames.SignType);
        if (!signType.IsEmpty && !signType.SequenceEqual("MD5"u8))
        {
            return NotificationRejection.UnsupportedSignType;
        }

        if (!merchant.Verify(fields))
        {
            return NotificationRejection.WrongSignature;
        }

        // After the signature: only a message that was signed once needs a query.
        if (isFromStranger && fields.HasInjection())
        {
            return NotificationRejection.FieldInjection;
        }

        if (!fields.Find(FieldNames.Service).IsEmpty)
        {
            return NotificationRejection.Reflected;
        }

        var mchId = fields.Find(FieldNames.MchId);
        if (mchId.IsEmpty)
        {
            return NotificationRejection.Incomplete;
        }

        return Ascii.Equals(mchId, merchant.MchId) ? NotificationRejection.None : NotificationRejection.OtherMerchant;
    }

    public static PyxproException ToException(NotificationRejection rejection, MerchantContext merchant) =>
        rejection switch
        {
            NotificationRejection.NotSigned => new PyxproSignatureException(
                "The message is not signed, so nobody knows who sent it."),
            NotificationRejection.UnsupportedSignType => new PyxproSignatureException(
                "The message names a signature algorithm other than MD5."),
            NotificationRejection.WrongSignature => new PyxproSignatureException(
                "The message's signature is wrong: it was forged or altered, or "
                + $"{merchant.SettingsPath}Key is not the merchant's.")
            { IsOfKey = true },
            NotificationRejection.OtherMerchant => new PyxproMismatchException(
                "The message is for another merchant than the configured one.", FieldNames.MchId),
            NotificationRejection.Reflected => new PyxproProtocolException(
                "The message is a request, as merchants sign them, and not the gateway's."),
            NotificationRejection.FieldInjection => new PyxproProtocolException(
                "The signature is right, but a value holds '&', a field's name and '=', so that it can be that of "
                + "another message. Query the order: the response settles it."),
            NotificationRejection.Incomplete => new PyxproProtocolException(
                "The message is signed but lacks a field that it must have, or that field is malformed."),
            _ => throw new ArgumentOutOfRangeException(nameof(rejection), rejection, "It has no exception here."),
        };
}
