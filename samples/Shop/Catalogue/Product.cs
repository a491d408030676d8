namespace Shop;

/// <summary>A product.</summary>
/// <param name="Id">The identifier in forms.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">A short description.</param>
/// <param name="Price">In minor units of the merchant's currency.</param>
public sealed record Product(string Id, string Name, string Description, long Price);
