namespace Pyxpro.Sdk.Internal;

/// <summary>Allows one message a second: anybody who has seen a notification can post it again and again.</summary>
internal sealed class LogInterval
{
    private readonly TimeProvider _timeProvider;
    private long _next = long.MinValue;

    public LogInterval(TimeProvider timeProvider) => _timeProvider = timeProvider;

    public bool TryEnter()
    {
        var (now, next) = (_timeProvider.GetTimestamp(), Interlocked.Read(ref _next));

        return now >= next
            && Interlocked.CompareExchange(ref _next, now + _timeProvider.TimestampFrequency, next) == next;
    }
}
