namespace Pyxpro.Sdk.Internal;

/// <summary>The wait for one attempt, which ends when the token says so even if a handler ignores the token. What is
/// left behind ends on its own and frees what it holds.</summary>
internal sealed class AttemptWait : IDisposable
{
    private readonly TaskCompletionSource<VerifiedMessage> _end = new();
    private readonly CancellationTokenRegistration _stopping;

    /// <summary>Begins to listen to the token. To be made before the attempt gets it: the last to listen are the first
    /// to hear, so that handlers that do listen end before the wait does.</summary>
    public AttemptWait(CancellationToken stop) => _stopping = stop.UnsafeRegister(
        static (end, stop) => ((TaskCompletionSource<VerifiedMessage>)end!).TrySetCanceled(stop), _end);

    public ValueTask<VerifiedMessage> ForAsync(ValueTask<VerifiedMessage> attempt)
    {
        if (attempt.IsCompleted)
        {
            return attempt;
        }

        var awaiter = attempt.ConfigureAwait(false).GetAwaiter();
        awaiter.UnsafeOnCompleted(() =>
        {
            try
            {
                _end.TrySetResult(awaiter.GetResult());
            }
            catch (Exception exception)
            {
                _end.TrySetException(exception);
            }
        });

        return new ValueTask<VerifiedMessage>(_end.Task);
    }

    // Without waiting for a callback that runs on another thread.
    public void Dispose() => _stopping.Unregister();
}
