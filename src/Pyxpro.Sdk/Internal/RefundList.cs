using System.Globalization;

namespace Pyxpro.Sdk.Internal;

/// <summary>
/// Reads the refunds of an answer, whose fields carry an index: <c>refund_fee_0</c>. The list is as long as what is
/// there; <c>refund_count</c> must agree with it, and is never what memory is allocated by.
/// </summary>
internal static class RefundList
{
    private const int MaxCount = 100;

    public static IReadOnlyList<RefundRecord> Read(VerifiedMessage answer)
    {
        var indexes = FindIndexes(answer.Message);
        var count = indexes.Count;
        if (count > MaxCount || answer.FindAmount(FieldNames.RefundCount) != count)
        {
            throw new PyxproProtocolException(
                "The signed answer's refunds do not agree with its 'refund_count'.");
        }

        var refunds = Enumerable.Range(0, count).Select(index => ReadRecord(answer, index)).ToList();
        if (refunds.DistinctBy(refund => refund.OutRefundNo).Count() < count
            || refunds.DistinctBy(refund => refund.RefundId).Count() < count)
        {
            throw new PyxproProtocolException("The signed answer lists the same refund twice.");
        }

        return refunds.AsReadOnly();
    }

    private static RefundRecord ReadRecord(VerifiedMessage answer, int index)
    {
        return new RefundRecord
        {
            OutRefundNo = answer.Require(Indexed(FieldNames.OutRefundNo)),
            RefundId = answer.Require(Indexed(FieldNames.RefundId)),
            RefundFee = answer.RequirePositiveAmount(Indexed(FieldNames.RefundFee)),
            RefundStatus = new RefundStatus(answer.Require(Indexed(FieldNames.RefundStatus))),
            RefundChannel = answer.Find(Indexed(FieldNames.RefundChannel)),
            CouponRefundFee = answer.FindAmount(Indexed(FieldNames.CouponRefundFee)),
            RefundTime = answer.FindTime(Indexed(FieldNames.RefundTime)),
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

    // An index that is spelt otherwise than its number, such as 00, counts as one that is out of range.
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
