using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>Computes the key by which a store recognises a duplicate. It does not hash the bytes: a notification can be
/// sent again with another nonce.</summary>
internal static class IdempotencyKey
{
    public static string Compute(PaymentNotification notification)
    {
        // XML does not allow the character 0, so that no field holds it.
        var fields = string.Join('\0', notification.IsPaid ? PaymentFields(notification) : FailureFields(notification));

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(fields)));
    }

    /// <summary>Returns what identifies a payment. Other fields can differ the next time.</summary>
    private static IEnumerable<string?> PaymentFields(PaymentNotification notification) =>
    [
        "paid",
        notification.MchId,
        notification.OutTradeNo,
        notification.TransactionId,
        notification.TotalFee?.ToString(CultureInfo.InvariantCulture),
        notification.FeeType,
    ];

    /// <summary>Returns all fields of a failed payment. Each of them can be missing, so that no smaller set identifies
    /// it.</summary>
    private static IEnumerable<string> FailureFields(PaymentNotification notification) =>
        notification.Message
            .Where(field => field.Value.Length > 0 && field.Key is not ("nonce_str" or "sign"))
            .OrderBy(field => field.Key, StringComparer.Ordinal)
            .SelectMany(field => new[] { field.Key, field.Value })
            .Prepend("not paid");
}
