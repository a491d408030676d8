using System.Globalization;
using Pyxpro.Sdk.Benchmarks.Gate;
using Pyxpro.Sdk.Internal;
using Pyxpro.Sdk.Tests;

namespace Pyxpro.Sdk.Benchmarks.Growth;

/// <summary>Prints how the cost grows with the number of fields and of bytes, and what hostile inputs cost.</summary>
internal static class GrowthCommand
{
    // Linear is 1: twice the size costs twice the time. Constant costs make it less, sorting and caches a little more.
    private const double MaxExponent = 1.2;

    private static readonly int[] FieldCounts = [10, 20, 50, 100, 200, 500];
    private static readonly int[] Kibibytes = [1, 2, 4, 8, 16, 32, 63];

    /// <summary>Returns whether all growth is linear and no hostile input costs too much.</summary>
    public static bool Run()
    {
        var isLinear = Print("fields", FieldCounts, WithFields) & Print("KiB", Kibibytes, WithBytes);

        Console.WriteLine($"{"hostile input",-36}{"bytes",8}{"us",9}{"allocated",11}");
        var costs = HostileCost.MeasureAll();
        foreach (var cost in costs.OrderByDescending(cost => cost.Microseconds).Take(20))
        {
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{cost.Name,-36}{cost.Length,8}{cost.Microseconds,9:0.0}{cost.Bytes,11}"));
        }

        return isLinear && costs.All(
            cost => cost.Microseconds <= HostileCost.MaxMicroseconds && cost.Bytes <= HostileCost.MaxBytes);
    }

    private static bool Print(string unit, int[] sizes, Func<int, KeyValuePair<string, string>[]> makeFields)
    {
        Console.WriteLine($"{unit,8}{"encode us",12}{"accept us",12}{"refuse us",12}");
        var rows = sizes.Select(size => Measure(makeFields(size))).ToList();
        foreach (var (size, row) in sizes.Zip(rows))
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{size,8}{row[0],12:0.0}{row[1],12:0.0}{row[2],12:0.0}"));
        }

        // The slope between the middle and the end in logarithms: the power of the size that the time grows with.
        var middle = sizes.Length / 2;
        var slopes = Enumerable.Range(0, 3)
            .Select(i => Math.Log(rows[^1][i] / rows[middle][i]) / Math.Log((double)sizes[^1] / sizes[middle]))
            .ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{"slope",8}{slopes[0],12:0.00}{slopes[1],12:0.00}{slopes[2],12:0.00}"));
        Console.WriteLine();

        return slopes.TrueForAll(slope => slope <= MaxExponent);
    }

    private static double[] Measure(KeyValuePair<string, string>[] fields)
    {
        const int RoundCount = 300;
        var order = new PyxproMessage(fields);
        var genuine = Samples.Message.Sign(fields).Xml;
        var forged = Samples.Message.ToXml([.. fields, new("sign", IndependentSigner.Sign("", Samples.Key))]);
        Action[] works =
        [
            () => RequestEncoder.Encode(order, Samples.Merchant),
            () => Samples.Accept(genuine),
            () => Samples.Accept(forged),
        ];

        return [.. works.Select(work =>
        {
            Rounds.WarmUp(work);

            return Rounds.Best(work, RoundCount);
        })];
    }

    private static KeyValuePair<string, string>[] WithFields(int count) =>
    [
        .. Notified(),
        .. Enumerable.Range(0, Math.Max(0, count - Notified().Length - 1)).Select(i => KeyValuePair.Create(
            string.Create(CultureInfo.InvariantCulture, $"zz_{i * 211 % 1000:000}"), "of ten chars")),
    ];

    private static KeyValuePair<string, string>[] WithBytes(int kibibytes)
    {
        const int BytesBesideTheValue = 700;

        return [.. Notified(), new("zz_text", new string('a', (kibibytes * 1024) - BytesBesideTheValue))];
    }

    private static KeyValuePair<string, string>[] Notified() =>
        [.. Samples.Notification.Fields.Where(
            field => field.Key is "mch_id" or "status" or "result_code" or "pay_result" or "out_trade_no"
                or "transaction_id" or "fee_type" or "total_fee" or "sign_type")];
}
