using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>The base of what a call throws when it does not end with a response.</summary>
/// <remarks>
/// Wrong use is reported as <see cref="ArgumentException"/> before anything is sent, and the caller's own cancellation
/// as <see cref="PyxproCanceledException"/>, which is an <see cref="OperationCanceledException"/>.
/// </remarks>
public abstract class PyxproException : Exception
{
    private PyxproCall? _call;

    private protected PyxproException(string message, PyxproOutcome outcome, Exception? innerException = null)
        : base(message, innerException) => Outcome = outcome;

    /// <summary>Gets what is known: whether the operation was refused, not sent, or may have happened. It is said of
    /// the whole call: if one of its attempts may have happened, the outcome is
    /// <see cref="PyxproOutcome.Uncertain"/>.</summary>
    public PyxproOutcome Outcome { get; private set; }

    /// <summary>Gets the call that failed.</summary>
    /// <value><see langword="null"/> if it was no call that failed but the reading of a message or a
    /// notification.</value>
    public PyxproCall? Call
    {
        get => _call;
        init => _call = value;
    }

    /// <summary>Gets what was asked, what happened and what to do next, without any content of a message that could be
    /// personal.</summary>
    public override string Message => $"{(Call is null ? "" : $"{Call}: ")}{base.Message} {FindAdvice()}";

    /// <summary>Gets what happened, without what to do next.</summary>
    internal string Fact => base.Message;

    private protected virtual string FindAdvice() => Advice.For(Outcome, Call?.Operation);

    /// <summary>Says which call this is about, and what is known of all of it.</summary>
    internal void Tell(PyxproCall call, PyxproOutcome outcome)
    {
        _call = call;
        Outcome = outcome;
    }
}
