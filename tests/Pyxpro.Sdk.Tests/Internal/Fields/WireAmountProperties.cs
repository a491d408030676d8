using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using CsCheck;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Tests;

public partial class WireAmountProperties
{
    [Fact]
    public void TryRead_WhatWriteWrote_IsTheSameAmountInAnyCulture() =>
        Gen.Select(Gen.Long[0, WireAmount.Max], Gen.OneOf(Cultures.Names)).Sample(
            (amount, culture) =>
            {
                using var _ = Cultures.Use(culture);
                var text = WireAmount.Write(amount);

                return WireAmount.TryRead<char>(text, out var read) && read == amount
                    && WireAmount.TryRead<byte>(Encoding.UTF8.GetBytes(text), out read) && read == amount;
            },
            iter: Properties.Cases);

    [Fact]
    public void TryRead_AnyText_IsReadOnlyIfItIsAnAmount() =>
        Gen.Frequency(
            (3, Gen.Char["0123456789"].Array[0, 12]),
            (1, Gen.Char["0123456789+-. ,eE\n\0\u0661\uFF11\u2212"].Array[0, 12]))
        .Select(characters => new string(characters))
        .Sample(
            text =>
            {
                var isAmount = Amount().IsMatch(text) && decimal.Parse(text, CultureInfo.InvariantCulture) <= int.MaxValue;

                return WireAmount.TryRead<char>(text, out var amount) == isAmount
                    && WireAmount.TryRead<byte>(Encoding.UTF8.GetBytes(text), out var sameAmount) == isAmount
                    && (!isAmount || (WireAmount.Write(amount) == text && amount == sameAmount));
            },
            iter: Properties.Cases);

    [GeneratedRegex(@"\A(?:0|[1-9][0-9]*)\z")]
    private static partial Regex Amount();
}
