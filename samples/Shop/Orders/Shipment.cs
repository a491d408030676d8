namespace Shop;

/// <summary>What the warehouse has to send: one for each order, made together with
/// <see cref="OrderState.Paid"/>.</summary>
public sealed class Shipment
{
    public required string OutTradeNo { get; init; }

    public required DateTimeOffset OrderedAt { get; init; }
}
