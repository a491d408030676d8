namespace Shop;

/// <summary>What is sold.</summary>
/// <param name="Id">The product's name in addresses.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is like.</param>
/// <param name="Price">In minor units of the merchant's currency.</param>
public sealed record Product(string Id, string Name, string Description, long Price);
