using System.Security.Cryptography;

namespace Shop;

/// <summary>Numbers of orders and refunds. Each is made with the form, so that submitting a form twice is
/// idempotent.</summary>
public static class Number
{
    private const int Length = 32;

    /// <summary>Makes a random number.</summary>
    public static string Make() => RandomNumberGenerator.GetHexString(Length, lowercase: true);

    public static bool IsValid(string? text) => text is { Length: Length } && text.All(char.IsAsciiHexDigitLower);
}
