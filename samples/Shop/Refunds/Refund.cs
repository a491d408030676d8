namespace Shop;

/// <summary>A refund. It is changed by conditional writes alone.</summary>
public sealed class Refund
{
    /// <summary>Gets the number, which is stored before the gateway is asked: whatever happens, it is asked with this
    /// one again, and the money goes back once.</summary>
    public required string OutRefundNo { get; init; }

    public required string OutTradeNo { get; init; }

    /// <summary>Gets the amount in minor units.</summary>
    public required long RefundFee { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public RefundState State { get; init; }

    /// <summary>Gets how often the reconciler took it up.</summary>
    public int Checks { get; init; }

    /// <summary>Gets when it is taken up again, if it is <see cref="RefundState.Requested"/> or
    /// <see cref="RefundState.Accepted"/>.</summary>
    public required DateTimeOffset NextCheckAt { get; init; }
}
