namespace Pyxpro.Sdk.Internal;

/// <summary>
/// Throttles the look-ups of merchants that are named by unverified notifications, by a token bucket: anybody can post
/// any number of names, and each would be a query of the database. A look-up takes a token, and puts it back if it
/// finds the merchant. It is not thread-safe.
/// </summary>
internal sealed class LookUpThrottle
{
    /// <summary>How many look-ups per second can find nothing, and how many can run concurrently.</summary>
    public const int Limit = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _timeProvider;
    private long _filledAt;
    private int _tokens = Limit;
    private bool _hasThrottled;

    public LookUpThrottle(TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _filledAt = timeProvider.GetTimestamp();
    }

    /// <param name="isFirst">Whether it is the first that is throttled since the tokens were filled up.</param>
    /// <returns><see langword="false"/> if the look-up is throttled.</returns>
    public bool TryTake(out bool isFirst)
    {
        var now = _timeProvider.GetTimestamp();
        if (_timeProvider.GetElapsedTime(_filledAt, now) >= Interval)
        {
            (_filledAt, _tokens, _hasThrottled) = (now, Limit, false);
        }

        if (_tokens > 0)
        {
            _tokens--;
            isFirst = false;

            return true;
        }

        (isFirst, _hasThrottled) = (!_hasThrottled, true);

        return false;
    }

    public void PutBack() => _tokens = Math.Min(_tokens + 1, Limit);
}
