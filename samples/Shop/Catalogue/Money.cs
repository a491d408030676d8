using System.Globalization;
using Pyxpro.Sdk;

namespace Shop;

/// <summary>Formats and parses amounts.</summary>
public static class Money
{
    private const int Decimals = 2;

    public static string Write(long fee, string feeType) => $"{feeType} {WritePlain(fee)}";

    public static string WritePlain(long fee) =>
        MinorUnits.ToDecimal(fee, Decimals).ToString("0.00", CultureInfo.InvariantCulture);

    /// <summary>Parses an amount such as 12.50.</summary>
    /// <returns><see langword="null"/> if it is not a positive amount of at most two decimals.</returns>
    public static long? TryRead(string? text) =>
        decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount)
        && amount is > 0 and < 1_000_000_000
        && decimal.Round(amount, Decimals) == amount
            ? MinorUnits.FromDecimal(amount, Decimals)
            : null;
}
