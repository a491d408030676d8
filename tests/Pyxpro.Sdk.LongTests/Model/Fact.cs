namespace Pyxpro.Sdk.Tests;

/// <summary>Something that happened at the gateway, as the model remembers it.</summary>
internal sealed record Fact(string What, DateTimeOffset At, string Order)
{
    public const string Created = "created";
    public const string Ended = "ended";
    public const string OpenState = "open state";
    public const string Paid = "paid";
    public const string RefundBegun = "refund begun";
    public const string RefundEnded = "refund ended";

    /// <summary>Gets the order's, payment's or refund's amount.</summary>
    public long Amount { get; init; }

    public long Coupon { get; init; }

    /// <summary>Gets the state that was reached, or that a refund will reach.</summary>
    public string State { get; init; } = "";

    public string Refund { get; init; } = "";

    /// <summary>Gets which payment of the order a refund is of.</summary>
    public int Payment { get; init; }

    public DateTimeOffset? ExpiresAt { get; init; }
}
