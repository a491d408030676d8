namespace Shop;

/// <summary>What the gateway has to be asked about. Only who has claimed it sends anything for it, so that no two
/// processes send the same at once.</summary>
public abstract class Claimable
{
    /// <summary>Gets how often the reconciler has claimed it.</summary>
    public int Checks { get; init; }

    /// <summary>Gets when it is due, if it is still pending.</summary>
    public required DateTimeOffset NextCheckAt { get; init; }

    /// <summary>Gets until when it belongs to who has claimed it last. A claim is given back when the work is done;
    /// that of a process that died ends by itself, at this time.</summary>
    public required DateTimeOffset ClaimedUntil { get; init; }
}
