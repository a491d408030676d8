namespace Shop;

/// <summary>A payment or refund that a person has to look at.</summary>
public sealed class AttentionEntry
{
    public required AttentionKind Kind { get; init; }

    public required string OutTradeNo { get; init; }

    /// <summary>Gets the number of the payment or of the refund.</summary>
    public required string Reference { get; init; }

    /// <summary>Gets the amount in minor units.</summary>
    /// <value><see langword="null"/> if it is unknown.</value>
    public required long? Fee { get; init; }

    public required string? FeeType { get; init; }

    public required DateTimeOffset AddedAt { get; init; }

    /// <summary>Gets when a person marked it as done.</summary>
    public DateTimeOffset? DoneAt { get; init; }
}
