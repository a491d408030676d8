using System.Runtime.CompilerServices;

namespace Pyxpro.Sdk.Internal;

/// <summary>The wait for one attempt. It ends when the token is cancelled, even if a handler ignores the token. The
/// abandoned attempt ends by itself and frees what it holds.</summary>
internal sealed class AttemptWait : TaskCompletionSource<VerifiedMessage>, IDisposable
{
    private readonly CancellationTokenRegistration _stopping;
    private ConfiguredValueTaskAwaitable<VerifiedMessage>.ConfiguredValueTaskAwaiter _attempt;

    /// <summary>Registers with the token. Make it before the attempt gets the token: the last callback runs first,
    /// so that handlers that do observe the token end before the wait does.</summary>
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
