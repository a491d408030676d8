namespace Pyxpro.Sdk.Tests;

/// <summary>What must be done once for each payment, in a table that would take it twice.</summary>
public sealed class Delivery
{
    public int Id { get; init; }

    public required string OutTradeNo { get; init; }
}
