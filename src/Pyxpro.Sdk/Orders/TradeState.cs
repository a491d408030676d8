using System.Text.Json.Serialization;

namespace Pyxpro.Sdk;

/// <summary>
/// The state of an order, <c>trade_state</c> (guide 3.1.5). It can hold values that this version does not know: such
/// an order counts as pending, never as paid and never as failed. Compared ordinally.
/// </summary>
public readonly record struct TradeState
{
    /// <summary>Makes a state of its text.</summary>
    /// <param name="value">The text, exactly as it was received.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is empty or white space.</exception>
    [JsonConstructor]
    public TradeState(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        Value = value;
    }

    /// <summary>Gets <c>SUCCESS</c>: paid.</summary>
    public static TradeState Success { get; } = new("SUCCESS");

    /// <summary>Gets <c>REFUND</c>: paid, and refunded in part or in whole since.</summary>
    public static TradeState Refund { get; } = new("REFUND");

    /// <summary>Gets <c>NOTPAY</c>: made, not paid yet.</summary>
    public static TradeState NotPay { get; } = new("NOTPAY");

    /// <summary>Gets <c>CLOSED</c>: closed without a payment; it cannot be paid any more.</summary>
    public static TradeState Closed { get; } = new("CLOSED");

    /// <summary>Gets <c>REVERSE</c>: reversed.</summary>
    public static TradeState Reverse { get; } = new("REVERSE");

    /// <summary>Gets <c>REVOK</c>: cancelled, as the guide spells it.</summary>
    public static TradeState Revok { get; } = new("REVOK");

    /// <summary>Gets <c>REVOKED</c>: cancelled, as the gateway spells it too.</summary>
    public static TradeState Revoked { get; } = new("REVOKED");

    /// <summary>Gets <c>USERPAYING</c>: the payer is paying.</summary>
    public static TradeState UserPaying { get; } = new("USERPAYING");

    /// <summary>Gets <c>PAYERROR</c>: a payment failed; another may follow.</summary>
    public static TradeState PayError { get; } = new("PAYERROR");

    /// <summary>Gets the text, exactly as it was received.</summary>
    public string Value => field ?? "";

    /// <summary>Gets whether the order is paid and nothing of it was refunded: <c>SUCCESS</c> only. Deliver in no other
    /// state.</summary>
    [JsonIgnore]
    public bool IsPaid => this == Success;

    /// <summary>Gets whether the order was paid and some or all of it was refunded: <c>REFUND</c> only. Do not deliver
    /// in this state. <see cref="PyxproClient.QueryRefundAsync"/> queries a refund whose number is known.</summary>
    [JsonIgnore]
    public bool IsRefunded => this == Refund;

    /// <summary>Gets whether the order is not paid, but can still be paid. True for every unknown state.</summary>
    [JsonIgnore]
    public bool IsPending =>
        !IsPaid && !IsRefunded && this != Closed && this != Reverse && this != Revok && this != Revoked;

    /// <summary>Returns the text.</summary>
    public override string ToString() => Value;
}
