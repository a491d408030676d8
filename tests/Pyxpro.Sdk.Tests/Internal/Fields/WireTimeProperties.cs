using System.Globalization;
using CsCheck;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Tests;

public class WireTimeProperties
{
    private static readonly long Since = new DateTimeOffset(1970, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();
    private static readonly long Until = new DateTimeOffset(2100, 12, 31, 23, 59, 59, TimeSpan.Zero).ToUnixTimeSeconds();

    private static readonly Gen<DateTimeOffset> Time = Gen.Select(
        Gen.Long[Since, Until],
        Gen.Int[-14 * 60, 14 * 60],
        (seconds, minutes) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToOffset(TimeSpan.FromMinutes(minutes)));

    [Fact]
    public void Read_WhatWriteWrote_IsTheSameInstantInAnyCulture() =>
        Gen.Select(Time, Gen.OneOf(Cultures.Names), Gen.OneOf(Cultures.Names)).Sample(
            (time, writing, reading) => Read(Write(time, writing), reading) is { } read
                && read == time
                && read.Offset == TimeSpan.FromHours(8),
            iter: Properties.Cases);

    [Fact]
    public void Write_AnyTime_IsItsDigitsInHongKong() => Time.Sample(
        time => WireTime.Write(time) == time.UtcDateTime.AddHours(8).ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture),
        iter: Properties.Cases);

    [Fact]
    public void Read_AnyText_IsNullOrThatTextWritten() =>
        Gen.Select(Gen.Char["0123456789 /-:+\n\0\u0661\uFF11Z"].Array[12, 16], Gen.OneOf(Cultures.Names)).Sample(
            (characters, culture) => IsNullOrWrittenSo(new string(characters), culture),
            iter: Properties.Cases);

    [Fact]
    public void Read_AnyDigits_IsNullOrThatTextWritten() =>
        Gen.Select(
            Gen.Int[0, 9999], Gen.Int[0, 13], Gen.Int[0, 32], Gen.Int[0, 24], Gen.Int[0, 60], Gen.Int[0, 61],
            Gen.OneOf(Cultures.Names))
        .Sample(
            (year, month, day, hour, minute, second, culture) =>
                IsNullOrWrittenSo($"{year:D4}{month:D2}{day:D2}{hour:D2}{minute:D2}{second:D2}", culture),
            iter: Properties.Cases);

    private static bool IsNullOrWrittenSo(string text, string culture) =>
        Read(text, culture) is not { } time || Write(time, culture) == text;

    private static string Write(DateTimeOffset time, string culture)
    {
        using var _ = Cultures.Use(culture);

        return WireTime.Write(time);
    }

    private static DateTimeOffset? Read(string text, string culture)
    {
        using var _ = Cultures.Use(culture);

        return WireTime.Read(text);
    }
}
