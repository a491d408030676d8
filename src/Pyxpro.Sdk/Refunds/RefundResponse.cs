using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>The gateway's response to a <see cref="RefundRequest"/>: the refund was accepted, not completed (guide
/// 3.1.7). Query it for its final status.</summary>
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

    /// <summary>Gets the amount of this refund in minor units, <c>refund_fee</c>: the requested one.</summary>
    public required long RefundFee { get; init; }

    /// <summary>Gets the part that was returned as coupon in minor units, <c>coupon_refund_fee</c>, reserved by the
    /// guide.</summary>
    /// <value><see langword="null"/> if it was not sent or is malformed; the text is in <see cref="Message"/>.</value>
    public long? CouponRefundFee { get; init; }

    /// <summary>Gets where the money goes, <c>refund_channel</c>.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? RefundChannel { get; init; }

    /// <summary>Gets the terminal, <c>device_info</c>.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? DeviceInfo { get; init; }

    /// <summary>Gets every field, exactly as it was signed, those included that this version does not know.</summary>
    public required PyxproMessage Message { get; init; }

    internal static RefundResponse From(VerifiedMessage message) => new()
    {
        OutTradeNo = message.Require(FieldNames.OutTradeNo),
        TransactionId = message.Require(FieldNames.TransactionId),
        OutRefundNo = message.Require(FieldNames.OutRefundNo),
        RefundId = message.Require(FieldNames.RefundId),
        RefundFee = message.RequirePositiveAmount(FieldNames.RefundFee),
        CouponRefundFee = message.FindAmount(FieldNames.CouponRefundFee),
        RefundChannel = message.Find(FieldNames.RefundChannel),
        DeviceInfo = message.Find(FieldNames.DeviceInfo),
        Message = message.Message,
    };
}
