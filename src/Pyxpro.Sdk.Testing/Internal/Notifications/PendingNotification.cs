namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>A notification that was not acknowledged yet, and its next delivery.</summary>
internal sealed record PendingNotification
{
    // The delay of each delivery after the one before it, in seconds (guide 3.1.4).
    private static readonly int[] Delays = [0, 15, 15, 30, 180, 1800, 1800, 1800, 1800, 3600];

    public required string MchId { get; init; }

    public required string OutTradeNo { get; init; }

    public required string? TransactionId { get; init; }

    /// <summary>Gets the key of the faults that are drawn: the order's number and the index of its payment.</summary>
    public required string FaultKey { get; init; }

    public required string NotifyUrl { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Gets how often it was delivered.</summary>
    public int Attempts { get; init; }

    /// <summary>Gets the fault of the next delivery, once it was drawn.</summary>
    public (bool IsDrawn, NotificationFault? Fault) Draw { get; init; }

    /// <summary>Returns it with its next delivery, or null after the last. The delay counts from the time at which this
    /// delivery was due, so that no delivery is skipped after the clock jumped.</summary>
    public PendingNotification? Next() => Attempts + 1 < Delays.Length
        ? this with
        {
            Attempts = Attempts + 1,
            DueAt = DueAt + TimeSpan.FromSeconds(Delays[Attempts + 1]),
            Draw = default,
        }
        : null;
}
