namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>A choice of the test: the account that a merchant of the application has at the simulator.</summary>
/// <param name="Name">The merchant's name in this process; empty for the one without a name.</param>
/// <param name="MchId">The account, or null for that of the simulator's constructor.</param>
internal sealed record SimulatedMerchant(string Name, string? MchId);
