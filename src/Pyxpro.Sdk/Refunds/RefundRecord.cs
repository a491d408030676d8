namespace Pyxpro.Sdk;

/// <summary>One refund in a <see cref="QueryRefundResponse"/> (guide 3.1.8).</summary>
public sealed record RefundRecord
{
    /// <summary>Gets the merchant's number of the refund, <c>out_refund_no_n</c>.</summary>
    public required string OutRefundNo { get; init; }

    /// <summary>Gets the gateway's number of the refund, <c>refund_id_n</c>.</summary>
    public required string RefundId { get; init; }

    /// <summary>Gets the amount of the refund in minor units, <c>refund_fee_n</c>.</summary>
    public required long RefundFee { get; init; }

    /// <summary>Gets the state of the refund, <c>refund_status_n</c>.</summary>
    public required RefundStatus RefundStatus { get; init; }

    /// <summary>Gets where the money goes, <c>refund_channel_n</c>.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? RefundChannel { get; init; }

    /// <summary>Gets the part that was returned as coupon in minor units, <c>coupon_refund_fee_n</c>, reserved by the
    /// guide.</summary>
    /// <value><see langword="null"/> if it was not sent or is malformed; the text is in
    /// <see cref="QueryRefundResponse.Message"/>.</value>
    public long? CouponRefundFee { get; init; }

    /// <summary>Gets the time that the gateway gives for the refund, <c>refund_time_n</c>, at +08:00. Refunds that are
    /// not completed have it too.</summary>
    /// <value><see langword="null"/> if it was not sent or is malformed.</value>
    public DateTimeOffset? RefundTime { get; init; }
}
