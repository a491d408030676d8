using System.Text.Json.Serialization;

namespace Pyxpro.Sdk;

/// <summary>
/// The state of a refund, <c>refund_status_n</c> (guide 3.1.8). It can hold values that this version does not know:
/// such a refund counts as pending. Compared ordinally.
/// </summary>
public readonly record struct RefundStatus
{
    /// <summary>Makes a status of its text.</summary>
    /// <param name="value">The text, exactly as it was received.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is empty or white space.</exception>
    [JsonConstructor]
    public RefundStatus(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        Value = value;
    }

    /// <summary>Gets <c>SUCCESS</c>: the money was refunded.</summary>
    public static RefundStatus Success { get; } = new("SUCCESS");

    /// <summary>Gets <c>FAIL</c>: the refund failed.</summary>
    public static RefundStatus Fail { get; } = new("FAIL");

    /// <summary>Gets <c>FAILED</c>: the refund failed, as the gateway spells it too.</summary>
    public static RefundStatus Failed { get; } = new("FAILED");

    /// <summary>Gets <c>PROCESSING</c>: accepted, not completed yet.</summary>
    public static RefundStatus Processing { get; } = new("PROCESSING");

    /// <summary>Gets <c>NOTSURE</c>: unknown to the gateway; send the same refund request again, with the same
    /// <c>out_refund_no</c>.</summary>
    public static RefundStatus NotSure { get; } = new("NOTSURE");

    /// <summary>Gets <c>CHANGE</c>: the payer's bank refused it. The money stays with the merchant, who must return it
    /// in another way.</summary>
    public static RefundStatus Change { get; } = new("CHANGE");

    /// <summary>Gets the text, exactly as it was received.</summary>
    public string Value => field ?? "";

    /// <summary>Gets whether the money was refunded to the payer: <c>SUCCESS</c> only.</summary>
    [JsonIgnore]
    public bool IsRefunded => this == Success;

    /// <summary>Gets whether the refund finally failed: <c>FAIL</c> and <c>FAILED</c>.</summary>
    [JsonIgnore]
    public bool IsFailed => this == Fail || this == Failed;

    /// <summary>Gets whether a person must return the money in another way: <c>CHANGE</c>.</summary>
    [JsonIgnore]
    public bool NeedsAttention => this == Change;

    /// <summary>Gets whether the refund is not final yet. True for every unknown status.</summary>
    [JsonIgnore]
    public bool IsPending => !IsRefunded && !IsFailed && !NeedsAttention;

    /// <summary>Returns the text.</summary>
    public override string ToString() => Value;
}
