namespace Pyxpro.Sdk.Internal;

/// <summary>
/// Decides the outcome of attempts and of calls. This is the only place that does. An attempt is Refused if the gateway
/// signed an error that is known to mean "did nothing". It is NotSent if nothing can have left this machine. Everything
/// else is Uncertain. A call is never reported as Refused or NotSent while one of its attempts is Uncertain.
/// </summary>
internal static class OutcomeRules
{
    /// <summary>Gets the outcome of every response that is not proven or cannot be read.</summary>
    public static PyxproOutcome OfUnprovenResponse => PyxproOutcome.Uncertain;

    /// <summary>Returns the outcome of an attempt that got a signed error.</summary>
    /// <param name="error">The error.</param>
    /// <param name="needQuery">Whether the gateway requires a query.</param>
    /// <param name="isQuery">Whether the operation changes nothing: an unknown error refuses a query, and leaves open
    /// what any other operation did.</param>
    public static PyxproOutcome OfSignedError(SignedError error, bool needQuery, bool isQuery) => error.Kind switch
    {
        _ when needQuery => PyxproOutcome.Uncertain,
        PyxproErrorKind.Uncertain => PyxproOutcome.Uncertain,
        PyxproErrorKind.Unknown => isQuery && error.HasText ? PyxproOutcome.Refused : PyxproOutcome.Uncertain,
        _ => PyxproOutcome.Refused,
    };

    /// <summary>Returns the outcome of an attempt that got no response.</summary>
    /// <param name="canHaveLeft">Whether a byte of the request can have left this machine.</param>
    public static PyxproOutcome OfTransportFailure(bool canHaveLeft) =>
        canHaveLeft ? PyxproOutcome.Uncertain : PyxproOutcome.NotSent;

    /// <summary>Returns the outcome of a call, in view of all its attempts.</summary>
    /// <param name="ofLastAttempt">The outcome of its last attempt; null if it was stopped or there was none.</param>
    /// <param name="isQuery">Whether the operation changes nothing, so that only the last response counts.</param>
    /// <param name="hasUnresolvedAttempts">Whether an attempt may have been processed.</param>
    public static PyxproOutcome OfCall(PyxproOutcome? ofLastAttempt, bool isQuery, bool hasUnresolvedAttempts) =>
        ofLastAttempt == PyxproOutcome.Refused && isQuery ? PyxproOutcome.Refused
        : hasUnresolvedAttempts ? PyxproOutcome.Uncertain
        : ofLastAttempt ?? PyxproOutcome.NotSent;

    /// <summary>Returns what a caller does next, in words.</summary>
    /// <param name="outcome">The outcome of the call.</param>
    /// <param name="whenUncertain">What to do if it is uncertain; null if there was no call.</param>
    public static string NextStepAfter(PyxproOutcome outcome, string? whenUncertain) => outcome switch
    {
        PyxproOutcome.NotSent => "Nothing was sent. It is safe to retry.",
        PyxproOutcome.Refused => "This request did nothing.",
        _ => $"The outcome is uncertain: {whenUncertain ?? "query before anything else."}",
    };

    /// <summary>Returns what a caller does after a query that was refused, in words. "Query, then decide" would not
    /// help.</summary>
    public static string NextStepAfterRefusedQuery(SignedError error) =>
        error.Kind == PyxproErrorKind.Unknown
            ? "This version does not know the error, which says nothing about what was queried. A query changes "
                + "nothing: read the error, and query again."
        : error.IsNotFound
            ? "A query changes nothing. Soon after an uncertain request, \"not found\" proves nothing: query again."
        : error.Kind == PyxproErrorKind.Busy ? "A query changes nothing: query again later."
        : "A query changes nothing.";
}
