using System.Diagnostics;

namespace Shop.Tests;

/// <summary>Kills the process that it runs in, as suddenly as a loss of power.</summary>
public sealed class CrashTrigger(Crash crash)
{
    private int _passes;

    public CrashPoint At => crash.At;

    public void Pass(CrashPoint point)
    {
        if (point == crash.At && Interlocked.Increment(ref _passes) == crash.Pass)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }
    }
}
