namespace Shop;

/// <summary>What the warehouse has to send. It is stored in the transaction that sets
/// <see cref="OrderState.Paid"/>.</summary>
public sealed class Shipment
{
    public required string OutTradeNo { get; init; }

    public required DateTimeOffset OrderedAt { get; init; }
}
