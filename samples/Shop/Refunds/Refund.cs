namespace Shop;

/// <summary>A refund. It is changed by conditional writes alone.</summary>
public sealed class Refund : Claimable
{
    /// <summary>Gets the number, which is stored before the gateway is asked: whatever happens, it is asked with this
    /// one again, and the money goes back once.</summary>
    public required string OutRefundNo { get; init; }

    public required string OutTradeNo { get; init; }

    /// <summary>Gets the amount in minor units.</summary>
    public required long RefundFee { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public RefundState State { get; init; }

    /// <summary>Gets until when a request with this number, of which nobody knows what became, can still reach the
    /// gateway. Until then nothing that the gateway says makes sure that the money is still here.</summary>
    /// <value><see langword="null"/> if there is no such request.</value>
    public DateTimeOffset? UncertainUntil { get; init; }
}
