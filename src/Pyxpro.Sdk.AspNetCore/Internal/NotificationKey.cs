using System.Globalization;
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
        var facts = string.Join('\0', notification.IsPaid ? PaymentOf(notification) : FailureOf(notification));

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(facts)));
    }

    /// <summary>Returns what makes a payment, whatever else is sent with it the next time.</summary>
    private static IEnumerable<string?> PaymentOf(PaymentNotification notification) =>
    [
        "paid",
        notification.MchId,
        notification.OutTradeNo,
        notification.TransactionId,
        notification.TotalFee?.ToString(CultureInfo.InvariantCulture),
        notification.FeeType,
    ];

    /// <summary>Returns all that is said of a failure: any field can be missing, and nothing less tells one failure
    /// from the next.</summary>
    private static IEnumerable<string> FailureOf(PaymentNotification notification) =>
        notification.Message
            .Where(field => field.Value.Length > 0 && field.Key is not ("nonce_str" or "sign"))
            .OrderBy(field => field.Key, StringComparer.Ordinal)
            .SelectMany(field => new[] { field.Key, field.Value })
            .Prepend("not paid");
}
