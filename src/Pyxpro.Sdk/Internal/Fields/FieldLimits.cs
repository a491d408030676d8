using System.Buffers;
using System.Collections.Frozen;

namespace Pyxpro.Sdk.Internal;

/// <summary>The limits of a message in both directions, and the one table of what the fields of a request can be (guide
/// 3.1.3 to 3.1.8).</summary>
/// <remarks>A received field is never refused for its length.</remarks>
internal static class FieldLimits
{
    /// <summary>The largest message, in bytes of XML.</summary>
    public const int MaxMessageBytes = 64 * 1024;

    /// <summary>The most fields that a message can have.</summary>
    public const int MaxFields = 512;

    private static readonly SearchValues<char> NumberCharacters =
        SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

    private static readonly FrozenDictionary<string, int> MaxLengths = new Dictionary<string, int>
    {
        [FieldNames.Attach] = 127,
        [FieldNames.Body] = 127, // The guide prints 12; the gateway's other brands say 127, and so do real requests.
        [FieldNames.DeviceInfo] = 32,
        [FieldNames.GoodsTag] = 32,
        [FieldNames.LimitCreditPay] = 32,
        [FieldNames.MchCreateIp] = 15, // The guide prints 16.
        [FieldNames.MchId] = 32,
        [FieldNames.NotifyUrl] = 255,
        [FieldNames.OpUserId] = 32,
        [FieldNames.OutRefundNo] = 32,
        [FieldNames.OutTradeNo] = 32,
        [FieldNames.ProductId] = 32,
        [FieldNames.RefundChannel] = 16,
        [FieldNames.RefundId] = 32,
        [FieldNames.Service] = 32,
        [FieldNames.TransactionId] = 32,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Returns what is wrong with a value to send, or null. The text gives the value's length and never the
    /// value. A field that is not in the table has no limit.</summary>
    public static string? Validate(string name, string value)
    {
        if (!MaxLengths.TryGetValue(name, out var maxLength))
        {
            return null;
        }

        return name switch
        {
            FieldNames.MchCreateIp => WireAddress.Validate(value),
            _ when value.Length == 0 || value.Length > maxLength =>
                $"must have 1 to {maxLength} characters; it has {value.Length}",
            FieldNames.OutTradeNo when value.AsSpan().ContainsAnyExcept(NumberCharacters) =>
                "must consist of A-Z, a-z, 0-9 and underscore; "
                + $"character {value.AsSpan().IndexOfAnyExcept(NumberCharacters) + 1} of {value.Length} is not",
            FieldNames.MchId when value.AsSpan().ContainsAnyExceptInRange('!', '~') =>
                "must consist of visible ASCII characters",
            _ when string.IsNullOrWhiteSpace(value) => $"must not be blank; it has {value.Length} blank characters",
            _ => null,
        };
    }
}
