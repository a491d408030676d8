using System.Numerics;
using CsCheck;

namespace Pyxpro.Sdk.Tests;

public class MinorUnitsProperties
{
    private static readonly Gen<int> Decimals = Gen.Int[0, 4];

    private static readonly Gen<long> Amount = Gen.Frequency(
        (3, Gen.Long[0, 10_000_000]),
        (1, Gen.Long[0, long.MaxValue]),
        (1, Gen.Long[long.MaxValue - 10, long.MaxValue]));

    /// <summary>Decimals of any scale, so that many have more digits than any currency.</summary>
    private static readonly Gen<decimal> AnyDecimal = Gen.Select(
        Gen.Int, Gen.Int, Gen.Frequency((3, Gen.Const(0)), (1, Gen.Int)), Gen.Frequency((3, Gen.Int[0, 5]), (1, Gen.Int[0, 28])),
        (low, middle, high, scale) => new decimal(low, middle, high, isNegative: false, (byte)scale));

    [Fact]
    public void FromDecimal_WhatToDecimalMade_IsTheSameAmount() => Gen.Select(Amount, Decimals).Sample(
        (amount, decimals) => MinorUnits.FromDecimal(MinorUnits.ToDecimal(amount, decimals), decimals) == amount,
        iter: Properties.Cases);

    [Fact]
    public void ToDecimal_AnyAmount_HasTheDecimalsOfTheCurrency() => Gen.Select(Amount, Decimals).Sample(
        (amount, decimals) => MinorUnits.ToDecimal(amount, decimals) is var value
            && value.Scale == decimals
            && Fraction(value, decimals) == (amount, true),
        iter: Properties.Cases);

    [Fact]
    public void FromDecimal_AnyDecimal_IsExactOrRefused() => Gen.Select(AnyDecimal, Decimals).Sample(
        (value, decimals) =>
        {
            var (exact, isWhole) = Fraction(value, decimals);
            try
            {
                return MinorUnits.FromDecimal(value, decimals) == exact && isWhole;
            }
            catch (ArgumentOutOfRangeException)
            {
                return !isWhole || exact > long.MaxValue;
            }
        },
        iter: Properties.Cases);

    /// <summary>Computes in whole numbers what a decimal is in minor units, and whether nothing is left over.</summary>
    private static (BigInteger MinorUnits, bool IsWhole) Fraction(decimal value, int decimals)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var digits = ((BigInteger)(uint)bits[2] << 64) | ((BigInteger)(uint)bits[1] << 32) | (uint)bits[0];
        var minorUnits = BigInteger.DivRem(
            digits * BigInteger.Pow(10, decimals), BigInteger.Pow(10, value.Scale), out var rest);

        return (minorUnits, rest.IsZero);
    }
}
