namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>A notification that was not acknowledged yet, and its next delivery.</summary>
internal sealed record PendingNotification
{
    public required string MchId { get; init; }

    public required string OutTradeNo { get; init; }

    public required string? TransactionId { get; init; }

    /// <summary>Gets what faults are drawn for: the order's number and which of its payments it is.</summary>
    public required string Number { get; init; }

    public required string NotifyUrl { get; init; }

    public required ReadOnlyMemory<byte> Body { get; init; }

    public required DateTimeOffset DueAt { get; init; }

    /// <summary>Gets how often it was posted.</summary>
    public int Attempts { get; init; }

    /// <summary>Gets what was drawn for the next delivery, once it was.</summary>
    public (bool IsDrawn, NotificationFault? Fault) Draw { get; init; }

    /// <summary>Returns it as it waits for its next delivery, or null after the last. The pause counts from when this
    /// one was due, so that a clock that jumped is caught up with.</summary>
    public PendingNotification? Next() => Attempts + 1 < DeliverySchedule.Pauses.Length
        ? this with
        {
            Attempts = Attempts + 1,
            DueAt = DueAt + DeliverySchedule.Pauses[Attempts + 1],
            Draw = default,
        }
        : null;
}
