namespace Pyxpro.Sdk;

/// <summary>Converts between decimal amounts and the minor units of the wire, exactly or not at all.</summary>
/// <remarks>
/// The guide says "1% of the currency", which holds for currencies with two decimals only: JPY and KRW have none, KWD
/// has three. That is why the number of decimals is never assumed.
/// </remarks>
public static class MinorUnits
{
    private const int MaxDecimals = 4;

    private static readonly decimal[] Scales = [1m, 10m, 100m, 1_000m, 10_000m];

    /// <summary>Converts a decimal amount: 10.00 with 2 decimals is 1000.</summary>
    /// <param name="amount">The amount, 0 or more.</param>
    /// <param name="decimals">The decimals of the currency in ISO 4217, 0 to 4.</param>
    /// <returns>The amount in minor units.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="amount"/> is negative, too large, or has more
    /// decimals than the currency; or <paramref name="decimals"/> is not 0 to 4.</exception>
    public static long FromDecimal(decimal amount, int decimals)
    {
        EnsureDecimals(decimals);
        // Not ThrowIfNegative: to it, minus zero is negative.
        ArgumentOutOfRangeException.ThrowIfLessThan(amount, 0m);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(amount, long.MaxValue / Scales[decimals]);

        var minorUnits = amount * Scales[decimals];
        if (minorUnits != decimal.Truncate(minorUnits))
        {
            throw new ArgumentOutOfRangeException(
                nameof(amount), amount, $"The amount has more than {decimals} decimals; it is not rounded silently.");
        }

        return (long)minorUnits;
    }

    /// <summary>Converts minor units: 1000 with 2 decimals is 10.00.</summary>
    /// <param name="minorUnits">The amount in minor units, 0 or more.</param>
    /// <param name="decimals">The decimals of the currency in ISO 4217, 0 to 4.</param>
    /// <returns>The amount, with as many decimals as the currency.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="minorUnits"/> is negative, or
    /// <paramref name="decimals"/> is not 0 to 4.</exception>
    public static decimal ToDecimal(long minorUnits, int decimals)
    {
        EnsureDecimals(decimals);
        ArgumentOutOfRangeException.ThrowIfNegative(minorUnits);

        return new decimal((int)minorUnits, (int)(minorUnits >> 32), 0, isNegative: false, (byte)decimals);
    }

    private static void EnsureDecimals(int decimals)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(decimals);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(decimals, MaxDecimals);
    }
}
