using Pyxpro.Sdk.Benchmarks.Gate;

namespace Pyxpro.Sdk.Benchmarks.Growth;

/// <summary>What one hostile input costs.</summary>
internal sealed record HostileCost(string Name, int Length, double Microseconds, long Bytes)
{
    public const double MaxMicroseconds = 1000;
    public const long MaxBytes = 16 * 1024;

    private const int WarmUp = 30;
    private const int RoundCount = 30;

    public static IReadOnlyList<HostileCost> MeasureAll()
    {
        var inputs = HostileInputs.All().ToList();
        for (var i = 0; i < WarmUp; i++)
        {
            inputs.ForEach(input => Samples.Accept(input.Xml));
        }

        return [.. inputs.Select(input => new HostileCost(
            input.Name,
            input.Xml.Length,
            Rounds.Best(() => Samples.Accept(input.Xml), RoundCount),
            Rounds.Allocated(() => Samples.Accept(input.Xml))))];
    }

    /// <summary>Returns the line of the most time and of the most memory that any input costs.</summary>
    public static GateRow MeasureWorst()
    {
        var costs = MeasureAll();
        var slowest = costs.MaxBy(cost => cost.Microseconds)!;

        return GateRow.Microseconds(
            $"hostile: {slowest.Name}",
            slowest.Microseconds,
            costs.Max(cost => cost.Bytes),
            MaxMicroseconds,
            MaxBytes);
    }
}
