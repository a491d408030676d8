using System.Diagnostics;

namespace Shop;

/// <summary>Lets the process die where a test wants it to, as suddenly as by a loss of power. Without the setting
/// <c>Shop:CrashAt</c>, which only a test makes, nothing ever happens here.</summary>
public sealed class CrashPoints(IConfiguration configuration)
{
    private readonly CrashPoint _at = configuration.GetValue<CrashPoint>("Shop:CrashAt");
    private int _passes = configuration.GetValue("Shop:CrashAtPass", 1);

    public void Pass(CrashPoint point)
    {
        if (point == _at && Interlocked.Decrement(ref _passes) == 0)
        {
            using var self = Process.GetCurrentProcess();
            self.Kill();
        }
    }
}
