namespace Pyxpro.Sdk.Internal;

/// <summary>
/// Throttles the look-ups of merchants that are named by unverified notifications: anybody can post any number of
/// names, and each would be a query of the database. When many of them have found no merchant, no more are made in this
/// second. When many of them wait for a slow database, no more are added. It is not thread-safe.
/// </summary>
internal sealed class LookUpThrottle
{
    /// <summary>How many look-ups per second can find nothing, and how many can run concurrently.</summary>
    public const int Limit = 100;

    private const int MaxPending = 10 * Limit;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _timeProvider;
    private long _startedAt;
    private int _misses;
    private int _pending;
    private bool _hasThrottled;

    public LookUpThrottle(TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _startedAt = timeProvider.GetTimestamp();
    }

    /// <summary>Begins a look-up.</summary>
    /// <param name="isFirst">Whether it is the first that is throttled in this second.</param>
    /// <returns><see langword="false"/> if the look-up is throttled.</returns>
    public bool TryEnter(out bool isFirst)
    {
        var now = _timeProvider.GetTimestamp();
        if (_timeProvider.GetElapsedTime(_startedAt, now) >= Interval)
        {
            (_startedAt, _misses, _hasThrottled) = (now, 0, false);
        }

        if (_misses < Limit && _pending < MaxPending)
        {
            _pending++;
            isFirst = false;

            return true;
        }

        (isFirst, _hasThrottled) = (!_hasThrottled, true);

        return false;
    }

    /// <summary>Ends a look-up.</summary>
    /// <param name="isMiss">Whether it has found no merchant.</param>
    public void Leave(bool isMiss)
    {
        _pending--;
        _misses += isMiss ? 1 : 0;
    }
}
