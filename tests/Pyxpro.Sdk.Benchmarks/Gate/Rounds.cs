using System.Diagnostics;

namespace Pyxpro.Sdk.Benchmarks.Gate;

/// <summary>Measures the CPU time of two pieces of work turn by turn, and takes the best round of each: what others do on
/// the machine takes time, and makes some rounds slower, but hardly any CPU time from the best one.</summary>
internal static class Rounds
{
    private const int Count = 301;

    private static readonly TimeSpan WarmUpTime = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(1);

    /// <summary>Returns how many times as much CPU time the work takes as its floor, each at its best.</summary>
    public static double Compare(Action work, Action floor)
    {
        // Once more for the work: what is compiled anew in the background is in place the second time.
        WarmUp(work);
        var (turns, floorTurns) = (Calibrate(work), Calibrate(floor));
        var (best, bestOfFloor) = (double.MaxValue, double.MaxValue);
        for (var i = 0; i < Count; i++)
        {
            best = Math.Min(best, Measure(work, turns));
            bestOfFloor = Math.Min(bestOfFloor, Measure(floor, floorTurns));
        }

        return best / bestOfFloor;
    }

    /// <summary>Returns the microseconds of CPU time that one turn of the work takes at best.</summary>
    public static double Best(Action work, int rounds)
    {
        var best = double.MaxValue;
        for (var i = 0; i < rounds; i++)
        {
            best = Math.Min(best, Measure(work, turns: 1));
        }

        return best;
    }

    /// <summary>Returns what one turn of the work allocates in this thread, exactly.</summary>
    public static long Allocated(Action work)
    {
        // Of several tries: a collection in between can take away what is pooled.
        const int Tries = 10;
        const int Turns = 10;
        var least = long.MaxValue;
        work();
        for (var i = 0; i < Tries; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var j = 0; j < Turns; j++)
            {
                work();
            }

            least = Math.Min(least, (GC.GetAllocatedBytesForCurrentThread() - before) / Turns);
        }

        return least;
    }

    /// <summary>Runs the work until it is compiled to its best, and returns the microseconds of a turn.</summary>
    public static double WarmUp(Action work)
    {
        var turns = 0;
        var start = Stopwatch.GetTimestamp();
        for (; Stopwatch.GetElapsedTime(start) < WarmUpTime; turns++)
        {
            work();
        }

        return Stopwatch.GetElapsedTime(start).TotalMicroseconds / turns;
    }

    /// <summary>Returns the microseconds of CPU time of one turn.</summary>
    public static double Measure(Action work, int turns)
    {
        var start = CpuTime.OfThread;
        for (var i = 0; i < turns; i++)
        {
            work();
        }

        return (CpuTime.OfThread - start).TotalMicroseconds / turns;
    }

    /// <summary>Returns how many turns fill a round.</summary>
    private static int Calibrate(Action work) =>
        Math.Max(1, (int)(Round.TotalMicroseconds / WarmUp(work)));
}
