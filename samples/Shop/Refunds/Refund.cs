namespace Shop;

/// <summary>A refund. It is changed by conditional updates only.</summary>
public sealed class Refund : Claimable
{
    /// <summary>Gets the number. It is stored before the first request, and each retry uses it. So the money is
    /// refunded once.</summary>
    public required string OutRefundNo { get; init; }

    public required string OutTradeNo { get; init; }

    /// <summary>Gets the amount in minor units.</summary>
    public required long RefundFee { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public RefundState State { get; init; }

    /// <summary>Gets until when a request with an unknown outcome can still reach the gateway. Until then a refusal or
    /// failure is not final.</summary>
    /// <value><see langword="null"/> if there is no such request.</value>
    public DateTimeOffset? UncertainUntil { get; init; }
}
