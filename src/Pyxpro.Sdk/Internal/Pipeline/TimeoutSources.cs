using System.Collections.Concurrent;

namespace Pyxpro.Sdk.Internal;

/// <summary>Sources of tokens that are cancelled after a timeout. They are used again, because each has a
/// timer.</summary>
internal sealed class TimeoutSources
{
    private const int MaxUnused = 64;

    private readonly ConcurrentQueue<CancellationTokenSource> _unused = new();
    private readonly TimeProvider _timeProvider;

    public TimeoutSources(TimeProvider timeProvider) => _timeProvider = timeProvider;

    public CancellationTokenSource Rent(TimeSpan timeout)
    {
        if (!_unused.TryDequeue(out var source))
        {
            return new CancellationTokenSource(timeout, _timeProvider);
        }

        source.CancelAfter(timeout);

        return source;
    }

    /// <summary>Takes a source back, whose token nobody uses any more.</summary>
    public void Return(CancellationTokenSource source)
    {
        // The timer of another clock than the system's cannot be used again.
        if (source.TryReset() && _unused.Count < MaxUnused)
        {
            _unused.Enqueue(source);
        }
        else
        {
            source.Dispose();
        }
    }
}
