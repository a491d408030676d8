namespace Shop;

/// <summary>An order or refund that the reconciler checks. A process claims it before it sends a request for it. So no
/// two processes send the same request at once.</summary>
public abstract class Claimable
{
    /// <summary>Gets how often the reconciler has claimed it.</summary>
    public int Checks { get; init; }

    /// <summary>Gets when the next check is due.</summary>
    public required DateTimeOffset NextCheckAt { get; init; }

    /// <summary>Gets when the claim expires. A claim is released when the work is done. After a crash it
    /// expires.</summary>
    public required DateTimeOffset ClaimedUntil { get; init; }
}
