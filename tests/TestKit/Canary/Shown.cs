using System.Collections.Concurrent;

namespace Pyxpro.Sdk.Tests;

/// <summary>Counts what was shown and keeps what must not have been.</summary>
internal sealed class Shown
{
    private const int MaxLeaks = 10;

    private readonly long[] _counts = new long[Enum.GetValues<ShownBy>().Length];
    private readonly ConcurrentQueue<string> _leaks = new();

    /// <summary>Gets what the run of the test assembly shows.</summary>
    public static Shown InThisRun { get; } = new();

    /// <summary>Gets what must not have been shown: the first few.</summary>
    public IEnumerable<string> Leaks => _leaks;

    /// <summary>Gets where nothing was shown.</summary>
    public IEnumerable<ShownBy> Silent =>
        Enum.GetValues<ShownBy>().Where(by => Interlocked.Read(ref _counts[(int)by]) == 0);

    public void Count(ShownBy by) => Interlocked.Increment(ref _counts[(int)by]);

    public void Look(ShownBy by, string where, object? value)
    {
        if (value?.ToString() is { } text && SecretScan.Find(text) is { } leak && _leaks.Count < MaxLeaks)
        {
            _leaks.Enqueue($"{by} {where} shows {leak}");
        }
    }
}
