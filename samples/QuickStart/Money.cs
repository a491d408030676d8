using System.Globalization;
using Pyxpro.Sdk;

namespace QuickStart;

/// <summary>Prints amounts as people write them.</summary>
internal sealed record Money(string Currency, int Decimals)
{
    public string Format(long minorUnits) =>
        string.Create(CultureInfo.InvariantCulture, $"{Currency} {MinorUnits.ToDecimal(minorUnits, Decimals)}");
}
