namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>A refund of a payment. It is PROCESSING for a delay, and then has its final status.</summary>
internal sealed record Refund
{
    public required string OutRefundNo { get; init; }

    public required string RefundId { get; init; }

    public required long RefundFee { get; init; }

    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Gets when it was started: later than it was accepted if it was restarted.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    public required TimeSpan Delay { get; init; }

    public required RefundStatus FinalStatus { get; init; }

    /// <summary>Gets the refund before it was restarted, or null.</summary>
    public Refund? Previous { get; init; }

    public RefundStatus StatusAt(DateTimeOffset time) =>
        time < StartedAt && Previous is not null ? Previous.StatusAt(time)
        : time - StartedAt >= Delay ? FinalStatus
        : RefundStatus.Processing;

    public Refund Restart(DateTimeOffset now, TimeSpan delay, RefundStatus finalStatus) => this with
    {
        StartedAt = now,
        Delay = delay,
        FinalStatus = finalStatus,
        Previous = this,
    };
}
