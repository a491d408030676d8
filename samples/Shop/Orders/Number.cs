using System.Security.Cryptography;

namespace Shop;

/// <summary>Numbers of orders and refunds. They are made with the form that asks for one: a form that is sent twice
/// asks twice for the same.</summary>
public static class Number
{
    private const int Length = 32;

    /// <summary>Makes a number that nobody can guess.</summary>
    public static string Make() => RandomNumberGenerator.GetHexString(Length, lowercase: true);

    public static bool IsOne(string? text) => text is { Length: Length } && text.All(char.IsAsciiHexDigitLower);
}
