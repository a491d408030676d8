using Microsoft.Extensions.Time.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>A clock on which the pauses between attempts pass at once and deadlines only when a test says so.</summary>
internal sealed class AuditTime : FakeTimeProvider
{
    /// <summary>With the default settings every pause is shorter, and every deadline longer.</summary>
    private static readonly TimeSpan ShortestDeadline = TimeSpan.FromSeconds(8);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime > TimeSpan.Zero && dueTime < ShortestDeadline)
        {
            // Not here: whoever makes a timer does not expect to be called back before he has it.
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        }

        return timer;
    }

    /// <summary>Lets the time of an attempt pass.</summary>
    public void PassAttempt() => Advance(TimeSpan.FromSeconds(10));
}
