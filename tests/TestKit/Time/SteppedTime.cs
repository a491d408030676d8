using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Time.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>The clock of the tests. It stands still until a test moves it, and knows what is waited for: stepping from
/// one timer to the next shows each delay to the tick.</summary>
internal sealed class SteppedTime : FakeTimeProvider
{
    // Only a test that hangs ever gets here.
    private static readonly TimeSpan StepTimeout = TimeSpan.FromSeconds(60);

    // The deadlines of whole calls: beside one of these a call that waits has a shorter timer.
    private static readonly TimeSpan Long = new PyxproOptions().TotalTimeout;

    // Every delay between two attempts of the default settings is shorter, and every timeout longer.
    private static readonly TimeSpan ShortestTimeout = TimeSpan.FromSeconds(8);

    private readonly ConcurrentDictionary<Timer, (DateTimeOffset At, bool IsShort)> _due = new();
    private readonly Channel<bool> _created = Channel.CreateUnbounded<bool>();

    public SteppedTime()
        : base(new DateTimeOffset(2026, 5, 26, 12, 0, 0, TimeSpan.Zero))
    {
    }

    public DateTimeOffset Now => GetUtcNow();

    /// <summary>Gets whether the delays between attempts pass at once, and only timeouts wait for the test.</summary>
    public bool SkipsDelays { get; init; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        _created.Writer.TryWrite(true);
        if (SkipsDelays && dueTime > TimeSpan.Zero && dueTime < ShortestTimeout)
        {
            // On another thread: the caller does not expect its callback before it has the timer.
            ThreadPool.QueueUserWorkItem(_ => Advance(dueTime));
        }

        return timer;
    }

    /// <summary>Returns when a timer was created that no call has returned for yet.</summary>
    public async Task TimerCreatedAsync() => await _created.Reader.ReadAsync();

    /// <summary>Moves the clock from timer to timer until a call is over.</summary>
    public async Task<T> RunAsync<T>(Task<T> call)
    {
        await RunAsync([call]);

        return await call;
    }

    /// <summary>Moves the clock from timer to timer until all calls are over, however they end.</summary>
    public async Task RunAsync(params Task[] calls)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (calls.Count(call => !call.IsCompleted) is var running and > 0)
        {
            // A call without a short timer is not waiting: a circuit that opens or closes has it on another thread.
            if (_due.Values.Count(timer => timer.IsShort) < running || !StepToNextTimer())
            {
                await Task.Yield();
                TimeProvider.System.GetElapsedTime(started).Should().BeLessThan(StepTimeout, "a call waits for no timer");
            }
        }
    }

    /// <summary>Moves the clock to the next timer and lets it strike.</summary>
    /// <returns><see langword="false"/> if nothing is waited for.</returns>
    public bool StepToNextTimer()
    {
        if (FindNextTimer() is not { } due)
        {
            return false;
        }

        Advance(due > Now ? due - Now : TimeSpan.Zero);

        return true;
    }

    /// <summary>Waits by this clock. Unlike <see cref="Task.Delay(TimeSpan, TimeProvider, CancellationToken)"/> it ends
    /// on the thread that moves the clock or cancels, so that nothing is under way when that returns.</summary>
    public async Task WaitAsync(TimeSpan time, CancellationToken stop = default)
    {
        var over = new TaskCompletionSource();
        using var timer = CreateTimer(_ => over.TrySetResult(), null, time, Timeout.InfiniteTimeSpan);
        using var stopping = stop.UnsafeRegister(_ => over.TrySetCanceled(stop), null);

        await over.Task.ConfigureAwait(false);
    }

    /// <summary>Returns when the next timer strikes.</summary>
    public DateTimeOffset? FindNextTimer() => _due.IsEmpty ? null : _due.Values.Min(timer => timer.At);

    private sealed class Timer : ITimer
    {
        private readonly SteppedTime _time;
        private readonly ITimer _inner;

        public Timer(SteppedTime time, TimerCallback callback, object? state)
        {
            _time = time;
            _inner = time.CreateInner(Strike);

            void Strike(object? ignored)
            {
                time._due.TryRemove(this, out _);
                callback(state);
            }
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime == Timeout.InfiniteTimeSpan)
            {
                _time._due.TryRemove(this, out _);
            }
            else
            {
                _time._due[this] = (_time.Now + dueTime, dueTime < Long);
            }

            return _inner.Change(dueTime, period);
        }

        public void Dispose()
        {
            _time._due.TryRemove(this, out _);
            _inner.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();

            return default;
        }
    }

    private ITimer CreateInner(TimerCallback callback) =>
        base.CreateTimer(callback, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
}
