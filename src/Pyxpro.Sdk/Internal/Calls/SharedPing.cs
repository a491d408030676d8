namespace Pyxpro.Sdk.Internal;

/// <summary>Lets many who ping at once, or shortly after each other, share one request: a health endpoint is asked by
/// whoever likes to.</summary>
internal sealed class SharedPing
{
    private static readonly TimeSpan MaxAge = TimeSpan.FromSeconds(5);

    private readonly object _lock = new();
    private readonly TimeProvider _timeProvider;
    private Current? _current;

    public SharedPing(TimeProvider timeProvider) => _timeProvider = timeProvider;

    /// <summary>Returns the ping that is running or was made lately with the same settings, or makes one.</summary>
    /// <param name="merchant">The settings that are in force.</param>
    /// <param name="ping">Makes a ping.</param>
    public Task<PyxproPing> GetAsync(Merchant merchant, Func<Task<PyxproPing>> ping)
    {
        Current current;
        lock (_lock)
        {
            if (_current is { } recent && recent.Merchant == merchant && !IsOld(recent))
            {
                return recent.Ping;
            }

            _current = current = new Current(merchant);
        }

        // Outside of the lock, because it begins with the caller's handlers.
        _ = RunAsync(current, ping);

        return current.Ping;
    }

    private bool IsOld(Current current) =>
        current.Ping.IsCompleted && _timeProvider.GetElapsedTime(current.EndedAt) >= MaxAge;

    private async Task RunAsync(Current current, Func<Task<PyxproPing>> ping)
    {
        try
        {
            var result = await ping().ConfigureAwait(false);
            current.EndedAt = _timeProvider.GetTimestamp();
            current.SetResult(result);
        }
        catch (Exception exception)
        {
            current.EndedAt = _timeProvider.GetTimestamp();
            current.SetException(exception);
        }
    }

    private sealed class Current : TaskCompletionSource<PyxproPing>
    {
        public Current(Merchant merchant)
            : base(TaskCreationOptions.RunContinuationsAsynchronously) => Merchant = merchant;

        public Merchant Merchant { get; }

        public Task<PyxproPing> Ping => Task;

        public long EndedAt { get; set; }
    }
}
