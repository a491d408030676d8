namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>Lets one line a second into the log, and counts those that it keeps out: whoever can post can make as many
/// as they like.</summary>
internal sealed class LogThrottle
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly object _lock = new();
    private readonly TimeProvider _timeProvider;
    private long? _lastAt;
    private long _unlogged;

    public LogThrottle(TimeProvider timeProvider) => _timeProvider = timeProvider;

    /// <param name="unlogged">How many lines were kept out since the last that was let in.</param>
    public bool TryEnter(out long unlogged)
    {
        lock (_lock)
        {
            var now = _timeProvider.GetTimestamp();
            if (_lastAt is { } lastAt && _timeProvider.GetElapsedTime(lastAt, now) < Pause)
            {
                unlogged = 0;
                _unlogged++;

                return false;
            }

            (unlogged, _unlogged, _lastAt) = (_unlogged, 0, now);

            return true;
        }
    }
}
