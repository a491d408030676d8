using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>The gateway's answer to a <see cref="QueryRefundRequest"/> (guide 3.1.8).</summary>
public sealed class QueryRefundResponse
{
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

    internal static QueryRefundResponse Read(VerifiedMessage answer, QueryRefundRequest request)
    {
        answer.EnsureAnswers(FieldNames.OutRefundNo, request.OutRefundNo);
        answer.EnsureAnswers(FieldNames.RefundId, request.RefundId);
        answer.EnsureSuccess(isQuery: true);

        var refunds = RefundList.Read(answer);
        EnsureAnswers(refunds, request);

        return new QueryRefundResponse
        {
            Refunds = refunds,
            OutTradeNo = answer.Find(FieldNames.OutTradeNo),
            TransactionId = answer.Find(FieldNames.TransactionId),
            DeviceInfo = answer.Find(FieldNames.DeviceInfo),
            Message = answer.Message,
        };
    }

    /// <summary>Says what this means for a refund whose outcome was uncertain.</summary>
    /// <exception cref="PyxproMismatchException">Under its number there is another refund.</exception>
    internal (PyxproResolutionState State, RefundRecord? Refund) JudgeRefund(RefundRequest request)
    {
        var refund = Refunds.FirstOrDefault(refund => refund.OutRefundNo == request.OutRefundNo);
        if (refund is null)
        {
            return (PyxproResolutionState.NotFound, null);
        }

        var differing = refund.RefundFee != request.RefundFee ? FieldNames.RefundFee
            : Differs(OutTradeNo, request.OutTradeNo) ? FieldNames.OutTradeNo
            : Differs(TransactionId, request.TransactionId) ? FieldNames.TransactionId
            : null;

        return differing is null
            ? (PyxproResolutionState.Confirmed, refund)
            : throw new PyxproMismatchException(
                $"The gateway has a refund under this number that differs in '{differing}': it was used before.",
                differing);

        static bool Differs(string? answered, string? asked) =>
            !string.IsNullOrEmpty(answered) && !string.IsNullOrEmpty(asked) && answered != asked;
    }

    /// <summary>Makes sure that the refund that was asked for is in the list, if there is one at all.</summary>
    private static void EnsureAnswers(IReadOnlyList<RefundRecord> refunds, QueryRefundRequest request)
    {
        if (refunds.Count > 0 && !refunds.Any(refund => IsOrUnset(request.OutRefundNo, refund.OutRefundNo)
            && IsOrUnset(request.RefundId, refund.RefundId)))
        {
            throw new PyxproMismatchException(
                "The signed answer lists refunds, but not the one asked for.",
                string.IsNullOrEmpty(request.OutRefundNo) ? FieldNames.RefundId : FieldNames.OutRefundNo);
        }

        static bool IsOrUnset(string? asked, string answered) => string.IsNullOrEmpty(asked) || asked == answered;
    }
}
