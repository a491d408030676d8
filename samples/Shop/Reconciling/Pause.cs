namespace Shop;

/// <summary>The pause in a background loop, with exponential back-off after failures, up to 30 seconds.</summary>
public sealed class Pause(TimeSpan usual, TimeProvider time)
{
    private const int MaxDoublings = 10;

    private static readonly TimeSpan MaxLength = TimeSpan.FromSeconds(30);

    private int _failures;

    private TimeSpan Length => _failures == 0 ? usual
        : usual * Math.Pow(2, Math.Min(_failures, MaxDoublings)) is var length && length < MaxLength ? length
        : MaxLength;

    public void Succeeded() => _failures = 0;

    /// <summary>Counts a failure.</summary>
    /// <returns>The length of the next pause.</returns>
    public TimeSpan Failed()
    {
        _failures++;

        return Length;
    }

    /// <summary>Waits. Returns at once on cancellation, without an exception.</summary>
    public async Task WaitAsync(CancellationToken cancellationToken) =>
        await Task.Delay(Length, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
