using System.Runtime.CompilerServices;

namespace Pyxpro.Sdk.Internal;

/// <summary>The wait for one attempt, which ends when the token says so even if a handler ignores the token. What is
/// left behind ends on its own and frees what it holds.</summary>
internal sealed class AttemptWait : TaskCompletionSource<VerifiedMessage>, IDisposable
{
    private readonly CancellationTokenRegistration _stopping;
    private ConfiguredValueTaskAwaitable<VerifiedMessage>.ConfiguredValueTaskAwaiter _attempt;

    /// <summary>Begins to listen to the token. To be made before the attempt gets it: the last to listen are the first
    /// to hear, so that handlers that do listen end before the wait does.</summary>
    public AttemptWait(CancellationToken stop) => _stopping = stop.UnsafeRegister(
        static (wait, stop) => ((AttemptWait)wait!).TrySetCanceled(stop), this);

    public ValueTask<VerifiedMessage> ForAsync(ValueTask<VerifiedMessage> attempt)
    {
        if (attempt.IsCompleted)
        {
            return attempt;
        }

        _attempt = attempt.ConfigureAwait(false).GetAwaiter();
        _attempt.UnsafeOnCompleted(End);

        return new ValueTask<VerifiedMessage>(Task);
    }

    // Without waiting for a callback that runs on another thread.
    public void Dispose() => _stopping.Unregister();

    private void End()
    {
        try
        {
            TrySetResult(_attempt.GetResult());
        }
        catch (Exception exception)
        {
            TrySetException(exception);
        }
    }
}
