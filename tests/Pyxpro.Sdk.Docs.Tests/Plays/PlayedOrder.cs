namespace Pyxpro.Sdk.Tests;

/// <summary>An order as the examples have it.</summary>
public sealed record PlayedOrder(string OutTradeNo, long TotalFee, string FeeType);
