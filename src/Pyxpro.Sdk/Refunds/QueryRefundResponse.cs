using System.Collections.ObjectModel;
using System.Globalization;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>The gateway's response to a <see cref="QueryRefundRequest"/> (guide 3.1.8).</summary>
public sealed class QueryRefundResponse
{
    private const int MaxRefunds = 100;

    /// <summary>Gets the refunds, in the gateway's order. There can be several, when a payment was refunded in
    /// parts.</summary>
    public required IReadOnlyList<RefundRecord> Refunds { get; init; }

    /// <summary>Gets the merchant's order number, <c>out_trade_no</c>.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? OutTradeNo { get; init; }

    /// <summary>Gets the gateway's number of the payment, <c>transaction_id</c>.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? TransactionId { get; init; }

    /// <summary>Gets the terminal, <c>device_info</c>.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? DeviceInfo { get; init; }

    /// <summary>Gets every field, exactly as it was signed, those included that this version does not know.</summary>
    public required PyxproMessage Message { get; init; }

    internal static QueryRefundResponse From(VerifiedMessage message) => new()
    {
        Refunds = ReadRefunds(message),
        OutTradeNo = message.Find(FieldNames.OutTradeNo),
        TransactionId = message.Find(FieldNames.TransactionId),
        DeviceInfo = message.Find(FieldNames.DeviceInfo),
        Message = message.Message,
    };

    // The fields of a refund have an index: refund_fee_0. The list is as long as the indexes that are there.
    // refund_count must agree with it, and no memory is allocated by it.
    private static ReadOnlyCollection<RefundRecord> ReadRefunds(VerifiedMessage message)
    {
        var count = FindIndexes(message.Message).Count;
        if (count > MaxRefunds || message.FindAmount(FieldNames.RefundCount) != count)
        {
            throw new PyxproProtocolException("The signed response's refunds do not agree with its 'refund_count'.");
        }

        var refunds = Enumerable.Range(0, count).Select(index => ReadRecord(message, index)).ToList();
        if (refunds.DistinctBy(refund => refund.OutRefundNo).Count() < count
            || refunds.DistinctBy(refund => refund.RefundId).Count() < count)
        {
            throw new PyxproProtocolException("The signed response lists the same refund twice.");
        }

        return refunds.AsReadOnly();
    }

    private static RefundRecord ReadRecord(VerifiedMessage message, int index)
    {
        return new RefundRecord
        {
            OutRefundNo = message.Require(Indexed(FieldNames.OutRefundNo)),
            RefundId = message.Require(Indexed(FieldNames.RefundId)),
            RefundFee = message.RequirePositiveAmount(Indexed(FieldNames.RefundFee)),
            RefundStatus = new RefundStatus(message.Require(Indexed(FieldNames.RefundStatus))),
            RefundChannel = message.Find(Indexed(FieldNames.RefundChannel)),
            CouponRefundFee = message.FindAmount(Indexed(FieldNames.CouponRefundFee)),
            RefundTime = message.FindTime(Indexed(FieldNames.RefundTime)),
        };

        string Indexed(string name) => string.Create(CultureInfo.InvariantCulture, $"{name}_{index}");
    }

    private static HashSet<int> FindIndexes(PyxproMessage message)
    {
        var indexes = new HashSet<int>();
        foreach (var (name, value) in message.Fields)
        {
            var end = name.LastIndexOf('_');
            if (value.Length > 0
                && end > 0
                && IsOfRefund(name[..end])
                && TryReadDigits(name.AsSpan(end + 1), out var index))
            {
                indexes.Add(index);
            }
        }

        return indexes;
    }

    // Only what a refund must have: an optional field with an index of its own makes no refund.
    private static bool IsOfRefund(string name) => name is
        FieldNames.OutRefundNo or FieldNames.RefundId or FieldNames.RefundFee or FieldNames.RefundStatus;

    // An index that is not written as its number, such as 00, counts as out of range.
    private static bool TryReadDigits(ReadOnlySpan<char> digits, out int index)
    {
        index = int.MaxValue;
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
        {
            return false;
        }

        if (WireAmount.TryRead(digits, out var number))
        {
            index = (int)number;
        }

        return true;
    }
}
