using Polly;

namespace Pyxpro.Sdk.Internal;

/// <summary>
/// The state of one call while it runs. An attempt is unresolved from its beginning until it is proven that the gateway
/// did not process it. The call has unresolved attempts while one of them is. An operation that is not idempotent must
/// never begin an attempt while another is unresolved. Once the call has ended, no attempt begins, so that what was
/// reported stays true.
/// </summary>
/// <remarks>It is its own lock, because every call has one and no code of callers sees it.</remarks>
internal sealed class CallContext
{
    /// <summary>The property by which the strategies of a pipeline find their call.</summary>
    public static readonly ResiliencePropertyKey<CallContext> Key = new("Pyxpro.Sdk.Call");

    // Small, because every call has it and only a ping needs it.
    private long _gatewayTicks;
    private int _attempts;
    private int _unresolvedAttempts;
    private bool _hasEnded;
    private PyxproException? _lastFailure;

    public CallContext(
        OperationDescriptor descriptor,
        MerchantContext merchant,
        PyxproMessage message,
        long startedAt,
        CancellationToken cancellationToken)
    {
        Descriptor = descriptor;
        Merchant = merchant;
        Message = message;
        StartedAt = startedAt;
        CancellationToken = cancellationToken;
    }

    public OperationDescriptor Descriptor { get; }

    public MerchantContext Merchant { get; }

    /// <summary>Gets the business fields, which are the same for every attempt.</summary>
    public PyxproMessage Message { get; }

    /// <summary>Gets the time stamp of the call's beginning.</summary>
    public long StartedAt { get; }

    /// <summary>Gets the caller's token.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Gets how many attempts were begun.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    /// <summary>Gets whether the gateway may have processed an attempt.</summary>
    public bool HasUnresolvedAttempts => Volatile.Read(ref _unresolvedAttempts) > 0;

    /// <summary>Gets how the last attempt failed, or null if it was stopped.</summary>
    public PyxproException? LastFailure => Volatile.Read(ref _lastFailure);

    /// <summary>Gets or sets the gateway's time at its last response, if the response had it.</summary>
    public DateTimeOffset? GatewayTime
    {
        get => _gatewayTicks == 0 ? null : new DateTimeOffset(_gatewayTicks, TimeSpan.Zero);
        set => _gatewayTicks = value?.UtcTicks ?? 0;
    }

    public static CallContext Of(ResilienceContext context) => context.Properties.GetValue(Key, null!);

    /// <summary>Begins an attempt and returns its number, from 1.</summary>
    /// <exception cref="PyxproTransportException">The attempt must not be made, whichever strategy requests
    /// it.</exception>
    public int BeginAttempt()
    {
        lock (this)
        {
            if (_hasEnded || (_unresolvedAttempts > 0 && !Descriptor.IsIdempotent))
            {
                throw new PyxproTransportException(
                    _hasEnded
                        ? "A strategy began an attempt after the call had ended; it was not sent."
                        : "A strategy retried a request that may have been processed; it was not sent again.",
                    OutcomeRules.OfTransportFailure(canHaveLeft: true));
            }

            _unresolvedAttempts++;

            return ++_attempts;
        }
    }

    /// <summary>Notes how an attempt failed.</summary>
    /// <returns>The same failure, as that of this call.</returns>
    public PyxproException FailAttempt(PyxproException failure)
    {
        lock (this)
        {
            _unresolvedAttempts -= failure.Outcome == PyxproOutcome.Uncertain ? 0 : 1;
            _lastFailure = failure.Of(
                Describe(),
                OutcomeOf(failure),
                Descriptor.WhenUncertain,
                LikelyCause.FindWithAdvice(failure, Merchant));

            return _lastFailure;
        }
    }

    /// <summary>Notes that an attempt was stopped, by a timeout or by the caller.</summary>
    /// <param name="isProvenUnsent">Whether nothing of it left this machine, or ever will.</param>
    public void StopAttempt(bool isProvenUnsent)
    {
        lock (this)
        {
            _unresolvedAttempts -= isProvenUnsent ? 1 : 0;
            _lastFailure = null;
        }
    }

    /// <summary>Ends the call: no attempt begins any more.</summary>
    public void End()
    {
        lock (this)
        {
            _hasEnded = true;
        }
    }

    /// <summary>Returns a failure as that of this call, with the outcome of all its attempts.</summary>
    public PyxproException Complete(PyxproException failure)
    {
        var outcome = OutcomeOf(failure);

        return failure == LastFailure && failure.Outcome == outcome && failure.Call?.Attempts == Attempts
            ? failure
            : failure.Of(Describe(), outcome, Descriptor.WhenUncertain);
    }

    /// <summary>Describes the call to callers.</summary>
    public PyxproCall Describe() => Descriptor.Describe(Message, Attempts);

    private PyxproOutcome OutcomeOf(PyxproException failure) =>
        OutcomeRules.OfCall(failure.AttemptOutcome, Descriptor.IsQuery, HasUnresolvedAttempts);
}
