using System.Runtime.InteropServices;

namespace Pyxpro.Sdk.Benchmarks.Gate;

/// <summary>The CPU time that this program has used: waiting for a busy machine does not count.</summary>
internal static partial class CpuTime
{
    private const int ThreadClock = 3; // CLOCK_THREAD_CPUTIME_ID of Linux

    /// <summary>Gets that of the current thread, so that the compiler in the background does not count. Elsewhere than on
    /// Linux it is that of the process.</summary>
    public static TimeSpan OfThread =>
        OperatingSystem.IsLinux() && GetTime(ThreadClock, out var time) == 0
            ? TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds(time.Nanoseconds / 1000.0)
            : Environment.CpuUsage.TotalTime;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetTime(int clock, out Timespec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
