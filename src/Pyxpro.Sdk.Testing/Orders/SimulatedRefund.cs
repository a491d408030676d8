namespace Pyxpro.Sdk.Testing;

/// <summary>A snapshot of a refund of a <see cref="GatewaySimulator"/>.</summary>
public sealed record SimulatedRefund
{
    /// <summary>Gets the merchant's number of the refund, <c>out_refund_no</c>.</summary>
    public required string OutRefundNo { get; init; }

    /// <summary>Gets the gateway's number of the refund, <c>refund_id</c>.</summary>
    public required string RefundId { get; init; }

    /// <summary>Gets the merchant's number of the order, <c>out_trade_no</c>.</summary>
    public required string OutTradeNo { get; init; }

    /// <summary>Gets the gateway's number of the payment, <c>transaction_id</c>.</summary>
    public required string TransactionId { get; init; }

    /// <summary>Gets the amount in minor units, <c>refund_fee</c>.</summary>
    public required long RefundFee { get; init; }

    /// <summary>Gets when the gateway accepted the refund.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Gets the state, <c>refund_status_n</c>.</summary>
    public RefundStatus RefundStatus { get; init; } = RefundStatus.Processing;
}
