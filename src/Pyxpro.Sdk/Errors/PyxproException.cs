namespace Pyxpro.Sdk;

/// <summary>The base of what a call throws when it does not end with a response.</summary>
/// <remarks>
/// Wrong use is reported as <see cref="ArgumentException"/> before anything is sent, and the caller's own cancellation
/// as <see cref="OperationCanceledException"/>; after a cancellation the outcome is as uncertain as after a time-out.
/// </remarks>
public abstract class PyxproException : Exception
{
    private protected PyxproException(string message, PyxproOutcome outcome, Exception? innerException = null)
        : base(message, innerException) => Outcome = outcome;

    /// <summary>Gets what is known: whether the operation was refused, not sent, or may have happened.</summary>
    public PyxproOutcome Outcome { get; }
}
