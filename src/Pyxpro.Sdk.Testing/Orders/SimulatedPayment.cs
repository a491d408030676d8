namespace Pyxpro.Sdk.Testing;

/// <summary>A snapshot of a payment of a <see cref="GatewaySimulator"/>.</summary>
public sealed record SimulatedPayment
{
    /// <summary>Gets the gateway's number of the payment, <c>transaction_id</c>.</summary>
    public required string TransactionId { get; init; }

    /// <summary>Gets Alipay's number of the payment, <c>out_transaction_id</c>.</summary>
    public required string OutTransactionId { get; init; }

    /// <summary>Gets the amount in minor units of the order's currency, <c>total_fee</c>.</summary>
    public required long TotalFee { get; init; }

    /// <summary>Gets the part that was paid by coupon in minor units, <c>coupon_fee</c>.</summary>
    /// <value>0 if no coupon was used.</value>
    public required long CouponFee { get; init; }

    /// <summary>Gets when it was paid, <c>time_end</c>.</summary>
    public required DateTimeOffset PaidAt { get; init; }
}
