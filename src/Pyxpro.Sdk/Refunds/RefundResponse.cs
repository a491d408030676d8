using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>The gateway's answer to a <see cref="RefundRequest"/>: the refund was accepted, not completed
/// (guide 3.1.7). Query it for its end.</summary>
public sealed class RefundResponse
{
    /// <summary>Gets the merchant's order number, <c>out_trade_no</c>.</summary>
    public required string OutTradeNo { get; init; }

    /// <summary>Gets the gateway's number of the payment, <c>transaction_id</c>.</summary>
    public required string TransactionId { get; init; }

    /// <summary>Gets the merchant's number of the refund, <c>out_refund_no</c>.</summary>
    public required string OutRefundNo { get; init; }

    /// <summary>Gets the gateway's number of the refund, <c>refund_id</c>.</summary>
    public required string RefundId { get; init; }

    /// <summary>Gets the amount of this refund in minor units, <c>refund_fee</c>: the one that was asked for.</summary>
    public required long RefundFee { get; init; }

    /// <summary>Gets the part that was returned as coupon in minor units, <c>coupon_refund_fee</c>, reserved by the
    /// guide.</summary>
    /// <value><see langword="null"/> if it was not sent or is garbled; the text is in <see cref="Message"/>.</value>
    public long? CouponRefundFee { get; init; }

    /// <summary>Gets where the money goes, <c>refund_channel</c>.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? RefundChannel { get; init; }

    /// <summary>Gets the terminal, <c>device_info</c>.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? DeviceInfo { get; init; }

    /// <summary>Gets every field, exactly as it was signed, those included that this version does not know.</summary>
    public required PyxproMessage Message { get; init; }

    internal static RefundResponse Read(VerifiedMessage answer, RefundRequest request)
    {
        answer.EnsureAnswers(FieldNames.OutTradeNo, request.OutTradeNo);
        answer.EnsureAnswers(FieldNames.TransactionId, request.TransactionId);
        answer.EnsureAnswers(FieldNames.OutRefundNo, request.OutRefundNo);
        answer.EnsureSuccess(isQuery: false);
        answer.EnsureAnswers(FieldNames.RefundFee, WireAmount.Write(request.RefundFee));

        return new RefundResponse
        {
            OutTradeNo = answer.Require(FieldNames.OutTradeNo),
            TransactionId = answer.Require(FieldNames.TransactionId),
            OutRefundNo = answer.Require(FieldNames.OutRefundNo),
            RefundId = answer.Require(FieldNames.RefundId),
            RefundFee = answer.RequirePositiveAmount(FieldNames.RefundFee),
            CouponRefundFee = answer.FindAmount(FieldNames.CouponRefundFee),
            RefundChannel = answer.Find(FieldNames.RefundChannel),
            DeviceInfo = answer.Find(FieldNames.DeviceInfo),
            Message = answer.Message,
        };
    }
}
