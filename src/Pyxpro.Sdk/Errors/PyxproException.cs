using System.Runtime.ExceptionServices;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>The base of what a call throws when it does not end with a response.</summary>
/// <remarks>
/// An invalid request is reported as <see cref="ArgumentException"/> before anything is sent, and the caller's own
/// cancellation as <see cref="PyxproCanceledException"/>, which is an <see cref="OperationCanceledException"/>.
/// </remarks>
public abstract class PyxproException : Exception
{
    private PyxproCall? _call;
    private string? _whenUncertain;
    private string? _likelyCause;

    private protected PyxproException(string message, PyxproOutcome outcome, Exception? innerException = null)
        : base(message, innerException) => Outcome = AttemptOutcome = outcome;

    /// <summary>Gets what is known: whether the operation was refused, not sent, or may have been processed. It holds
    /// for the whole call: if one of its attempts may have been processed, the outcome is
    /// <see cref="PyxproOutcome.Uncertain"/>.</summary>
    public PyxproOutcome Outcome { get; }

    /// <summary>Gets the call that failed.</summary>
    /// <value><see langword="null"/> if a message or a notification could not be read, outside of a call.</value>
    public PyxproCall? Call
    {
        get => _call;
        init => _call = value;
    }

    /// <summary>Gets what was requested, what happened and what to do next, without any content of a message that could
    /// be personal. It begins with the setting that is the likely cause, if one is.</summary>
    public override string Message
    {
        get
        {
            var cause = _likelyCause is null ? "" : $"{_likelyCause} ";

            return $"{cause}{(Call is null ? "" : $"{Call}: ")}{base.Message} {NextStep}";
        }
    }

    /// <summary>Gets what happened, without what to do next.</summary>
    internal string Fact => base.Message;

    private protected virtual string NextStep => OutcomeRules.NextStepAfter(Outcome, _whenUncertain);

    /// <summary>Gets the outcome of the attempt that failed, whatever the other attempts of the call did.</summary>
    internal PyxproOutcome AttemptOutcome { get; private set; }

    /// <summary>Returns the same failure as that of a call. This exception does not change.</summary>
    /// <param name="call">The call.</param>
    /// <param name="outcome">The outcome of all its attempts.</param>
    /// <param name="whenUncertain">What a caller does if the outcome is uncertain, in words.</param>
    /// <param name="likelyCause">The setting that is the likely cause, in words; null keeps what is known.</param>
    internal PyxproException Of(
        PyxproCall call, PyxproOutcome outcome, string whenUncertain, string? likelyCause = null)
    {
        var failure = Copy(outcome);
        (failure._call, failure._whenUncertain, failure.AttemptOutcome) = (call, whenUncertain, AttemptOutcome);
        failure._likelyCause = likelyCause ?? _likelyCause;
        if (StackTrace is { } stackTrace)
        {
            ExceptionDispatchInfo.SetRemoteStackTrace(failure, stackTrace);
        }

        return failure;
    }

    /// <summary>Returns a new exception of the same failure. Only those that can be other than uncertain use the
    /// outcome.</summary>
    private protected abstract PyxproException Copy(PyxproOutcome outcome);
}
