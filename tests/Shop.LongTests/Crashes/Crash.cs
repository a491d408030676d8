using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace Shop.Tests;

/// <summary>When a shop process is killed.</summary>
/// <param name="At">At which point.</param>
/// <param name="Pass">At which pass of that point: 1 is the first.</param>
public sealed record Crash(CrashPoint At, int Pass)
{
    private const string AtSetting = "Crash:At";
    private const string PassSetting = "Crash:Pass";

    private static readonly CrashPoint[] Points =
        [.. Enum.GetValues<CrashPoint>().Where(point => point != CrashPoint.None)];

    public static Crash None { get; } = new(CrashPoint.None, 1);

    /// <summary>Gets how many points there are.</summary>
    public static int PointCount => Points.Length;

    /// <summary>Gets the settings that pass it to a process.</summary>
    public IEnumerable<KeyValuePair<string, string>> Settings =>
    [
        new(AtSetting, At.ToString()),
        new(PassSetting, Pass.ToString(CultureInfo.InvariantCulture)),
    ];

    /// <summary>Returns one of all crashes in turn.</summary>
    public static Crash Take(int turn) => new(Points[turn % Points.Length], (turn / Points.Length % 2) + 1);

    /// <summary>Reads the settings of a process.</summary>
    public static Crash Read(IConfiguration settings) =>
        new(settings.GetValue<CrashPoint>(AtSetting), settings.GetValue<int>(PassSetting));
}
