using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.Tests;

/// <summary>That the watch over the suite sees. The names are others than the SDK's, lest the suite's own watch sees it
/// too.</summary>
public class SuiteWatchTests
{
    private const string Leak = CanaryKeys.Current;

    private static readonly KeyValuePair<string, object?>[] State = [new("value", Leak)];
    private static readonly InvalidOperationException Exception = new(Leak);

    private static readonly Dictionary<string, Action<ActivitySource, Meter, ILogger, SdkListeners>> LeaksByKind = new()
    {
        ["tag of a span"] = (source, _, _, _) => source.StartActivity("call")!.SetTag("tag", Leak).Dispose(),
        ["name of a span"] = (source, _, _, _) => source.StartActivity(Leak)!.Dispose(),
        ["status of a span"] = (source, _, _, _) =>
            source.StartActivity("call")!.SetStatus(ActivityStatusCode.Error, Leak).Dispose(),
        ["event of a span"] = (source, _, _, _) => source.StartActivity("call")!
            .AddEvent(new ActivityEvent("event", tags: new() { ["tag"] = Leak })).Dispose(),
        ["tag of a count"] = (_, meter, _, _) => meter.CreateCounter<long>("c").Add(1, State),
        ["tag of a duration"] = (_, meter, _, _) =>
            meter.CreateHistogram<double>("h").Record(1, State),
        ["text of a log"] = (_, _, log, _) => log.Log(LogLevel.Trace, default, 0, null, (_, _) => Leak),
        ["value of a log"] = (_, _, log, _) => log.Log(LogLevel.Trace, default, State, null, (_, _) => "short"),
        ["exception of a log"] = (_, _, log, _) => log.Log(LogLevel.Trace, default, 0, Exception, (_, _) => "short"),
        ["message"] = (_, _, _, listeners) => listeners.Look(Exception),
        ["inner message"] = (_, _, _, listeners) =>
            listeners.Look(new InvalidOperationException("outer", new ArgumentException(Leak))),
        ["data"] = (_, _, _, listeners) =>
            listeners.Look(new InvalidOperationException("outer") { Data = { ["key"] = Leak } }),
    };

    public static TheoryData<string> Kinds => [.. LeaksByKind.Keys];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Watch_Leak_IsSeen(string kind)
    {
        var shown = new Shown();
        var name = $"Test of {kind}";
        using var source = new ActivitySource(name);
        using var meter = new Meter(name);
        using var listeners = new SdkListeners(shown, name);
        using var log = new SuiteLog(shown);

        LeaksByKind[kind](source, meter, log.CreateLogger("test"), listeners);

        shown.Leaks.Should().NotBeEmpty();
    }

    [Fact]
    public void Silent_NothingWasShown_NamesEveryPlace() =>
        new Shown().Silent.Should().BeEquivalentTo(Enum.GetValues<ShownBy>());
}
