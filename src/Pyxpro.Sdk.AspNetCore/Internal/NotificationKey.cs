using System.Security.Cryptography;
using System.Text;

namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>What a store knows a notification by. Not its bytes: the same facts may be sent with another
/// nonce.</summary>
internal static class NotificationKey
{
    public static string Make(PaymentNotification notification)
    {
        // No field holds the character 0, which XML does not allow.
        var facts = string.Join(
            '\0',
            notification.MchId,
            notification.OutTradeNo,
            notification.TransactionId,
            notification.IsPaid ? "paid" : "not paid");

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(facts)));
    }
}
