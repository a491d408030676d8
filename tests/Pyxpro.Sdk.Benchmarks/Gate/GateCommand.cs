using Pyxpro.Sdk.Benchmarks.Growth;

namespace Pyxpro.Sdk.Benchmarks.Gate;

/// <summary>Measures each limit in less than a minute: the check for everyday and for CI.</summary>
internal static class GateCommand
{
    /// <summary>Returns whether all bars are met.</summary>
    public static async Task<bool> RunAsync()
    {
        Console.WriteLine(GateRow.Header);
        List<GateRow> rows = [];
        foreach (var measure in (Func<IEnumerable<GateRow>>[])
            [CodecRows.Measure, () => [HostileCost.MeasureWorst(), SimulatorRows.Measure()], CallRows.CountBytes])
        {
            rows.AddRange(measure().Select(Print));
        }

        rows.AddRange((await CallRows.MeasureAsync()).Select(Print));

        return rows.TrueForAll(row => row.IsMet);
    }

    private static GateRow Print(GateRow row)
    {
        Console.WriteLine(row);

        return row;
    }
}
