namespace Pyxpro.Sdk.Tests;

public class MinorUnitsTests
{
    [Theory]
    [InlineData("10.00", 2, 1000)]
    [InlineData("19.9", 2, 1990)]
    [InlineData("0.01", 2, 1)]
    [InlineData("1000", 0, 1000)]
    [InlineData("1.234", 3, 1234)]
    [InlineData("21474836.47", 2, 2147483647)]
    [InlineData("0", 2, 0)]
    [InlineData("-0.00", 2, 0)]
    public void Erratum14_FromDecimal_GoesByTheDecimalsOfTheCurrency(string amount, int decimals, long expected) =>
        MinorUnits.FromDecimal(Parse(amount), decimals).Should().Be(expected);

    [Theory]
    [InlineData("10.005", 2)]
    [InlineData("10.5", 0)]
    [InlineData("-1", 2)]
    [InlineData("79228162514264337593543950335", 2)]
    [InlineData("92233720368547758.08", 2)]
    [InlineData("1", 5)]
    [InlineData("1", -1)]
    public void FromDecimal_NotExact_Throws(string amount, int decimals)
    {
        var act = () => MinorUnits.FromDecimal(Parse(amount), decimals);

        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    [Theory]
    [InlineData(1000, 2, "10.00")]
    [InlineData(1000, 0, "1000")]
    [InlineData(1234, 3, "1.234")]
    [InlineData(long.MaxValue, 2, "92233720368547758.07")]
    public void ToDecimal_KeepsTheDecimalsOfTheCurrency(long minorUnits, int decimals, string expected) =>
        MinorUnits.ToDecimal(minorUnits, decimals).ToString(System.Globalization.CultureInfo.InvariantCulture).Should().Be(expected);

    [Theory]
    [InlineData(-1, 2)]
    [InlineData(1, 5)]
    [InlineData(1, -1)]
    public void ToDecimal_OutOfRange_Throws(long minorUnits, int decimals)
    {
        var act = () => MinorUnits.ToDecimal(minorUnits, decimals);

        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    private static decimal Parse(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
