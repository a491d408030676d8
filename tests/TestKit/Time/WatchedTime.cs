using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>A clock that a test moves, and that says when somebody begins to wait.</summary>
internal sealed class WatchedTime : FakeTimeProvider
{
    private readonly Channel<ITimer> _timers = Channel.CreateUnbounded<ITimer>();

    /// <summary>Returns when a timer was made that no call has returned for yet.</summary>
    public async Task TimerMadeAsync() => await _timers.Reader.ReadAsync();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = base.CreateTimer(callback, state, dueTime, period);
        _timers.Writer.TryWrite(timer);

        return timer;
    }
}
