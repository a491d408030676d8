using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>The caller cancelled a call. What was sent by then may have been processed: <see cref="Outcome"/> says
/// whether anything was sent.</summary>
public sealed class PyxproCanceledException : OperationCanceledException
{
    /// <summary>Makes an exception, as this SDK does; public so that callers' fakes can throw it.</summary>
    /// <param name="call">What was cancelled.</param>
    /// <param name="outcome"><see cref="PyxproOutcome.NotSent"/> only if nothing left this machine.</param>
    /// <param name="innerException">Where it was noticed, or null.</param>
    /// <param name="cancellationToken">The caller's token.</param>
    public PyxproCanceledException(
        PyxproCall call,
        PyxproOutcome outcome,
        Exception? innerException = null,
        CancellationToken cancellationToken = default)
        : this(call, outcome, whenUncertain: null, innerException, cancellationToken)
    {
    }

    internal PyxproCanceledException(
        PyxproCall call,
        PyxproOutcome outcome,
        string? whenUncertain,
        Exception? innerException,
        CancellationToken cancellationToken)
        : base(
            $"{call}: The caller cancelled. {OutcomeRules.NextStepAfter(outcome, whenUncertain)}",
            innerException,
            cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        Call = call;
        Outcome = outcome;
    }

    /// <summary>Gets the call that was cancelled.</summary>
    public PyxproCall Call { get; }

    /// <summary>Gets what is known: <see cref="PyxproOutcome.NotSent"/> if nothing left this machine,
    /// <see cref="PyxproOutcome.Refused"/> if the gateway had refused what did, else
    /// <see cref="PyxproOutcome.Uncertain"/>.</summary>
    public PyxproOutcome Outcome { get; }
}
