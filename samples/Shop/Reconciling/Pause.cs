namespace Shop;

/// <summary>The pause between two rounds of work that never ends. After each failure it is twice as long, up to half a
/// minute: a database that comes back is not met by a crowd, and does not wait long.</summary>
public sealed class Pause(TimeSpan usual, TimeProvider time)
{
    private const int MaxDoublings = 10;

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private int _failures;

    private TimeSpan Length => _failures == 0 ? usual
        : usual * Math.Pow(2, Math.Min(_failures, MaxDoublings)) is var length && length < Longest ? length
        : Longest;

    public void Succeeded() => _failures = 0;

    /// <summary>Remembers a failure.</summary>
    /// <returns>How long the next pause is.</returns>
    public TimeSpan Failed()
    {
        _failures++;

        return Length;
    }

    /// <summary>Waits, or returns at once when the process ends.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) =>
        await Task.Delay(Length, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
