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
            if (_current is null || _current.Merchant != merchant || _current.IsOld)
            {
                _current = new Current(merchant, ping, _timeProvider);
            }

            current = _current;
        }

        // Outside of the lock, because it begins with the caller's handlers.
        return current.Ping;
    }

    private sealed class Current
    {
        private readonly TimeProvider _timeProvider;
        private readonly Lazy<Task<PyxproPing>> _ping;
        private long _endedAt;

        public Current(Merchant merchant, Func<Task<PyxproPing>> ping, TimeProvider timeProvider)
        {
            Merchant = merchant;
            _timeProvider = timeProvider;
            _ping = new Lazy<Task<PyxproPing>>(() => RunAsync(ping));
        }

        public Merchant Merchant { get; }

        public Task<PyxproPing> Ping => _ping.Value;

        public bool IsOld => _ping is { IsValueCreated: true, Value.IsCompleted: true }
            && _timeProvider.GetElapsedTime(_endedAt) >= MaxAge;

        private async Task<PyxproPing> RunAsync(Func<Task<PyxproPing>> ping)
        {
            try
            {
                return await ping().ConfigureAwait(false);
            }
            finally
            {
                _endedAt = _timeProvider.GetTimestamp();
            }
        }
    }
}
