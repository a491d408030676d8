using System.Net;
using Polly.Timeout;

namespace Pyxpro.Sdk.Internal;

/// <summary>Whether a failed attempt is retried, and why not.</summary>
internal enum RetryDecision
{
    /// <summary>It is not retried: the failure is final.</summary>
    Final = 0,

    /// <summary>It is not retried: it may have been processed, and the operation is not idempotent.</summary>
    NotIdempotent = 1,

    /// <summary>It is not retried: the call has had all its attempts.</summary>
    NoAttemptsLeft = 2,

    /// <summary>It is not retried: the requested delay is longer than the time that the call has left.</summary>
    NoTimeLeft = 3,

    /// <summary>It is not retried: the merchant's retries are throttled.</summary>
    Throttled = 4,

    /// <summary>It is retried.</summary>
    Retry = 5,
}

/// <summary>
/// Decides whether a failed attempt is retried. The operation and the outcome decide, never the HTTP verb. Only
/// transient failures are retried. An operation that is not idempotent is retried only if all its attempts are proven
/// not to have been processed. The throttle decides last, so that a retry that is not made costs no token.
/// </summary>
internal sealed class RetryPolicy
{
    private readonly RetryThrottle _throttle;

    public RetryPolicy(RetryThrottle throttle) => _throttle = throttle;

    /// <summary>Notes that an attempt succeeded.</summary>
    public void OnSuccess() => _throttle.Refill();

    /// <param name="call">The call, with the state of its attempts.</param>
    /// <param name="failure">How the last attempt failed.</param>
    /// <param name="retriesLeft">How many retries the call has left.</param>
    /// <param name="timeLeft">How much time the call has left.</param>
    public RetryDecision Decide(CallContext call, Exception failure, int retriesLeft, TimeSpan timeLeft) =>
        retriesLeft <= 0 ? RetryDecision.NoAttemptsLeft
        : !IsTransient(failure, call.Descriptor.IsQuery) ? RetryDecision.Final
        : !call.Descriptor.IsIdempotent && call.HasUnresolvedAttempts ? RetryDecision.NotIdempotent
        : failure is PyxproTransportException { RetryAfter: { } delay } && delay >= timeLeft ? RetryDecision.NoTimeLeft
        : !_throttle.TryTake(failure is TimeoutRejectedException) ? RetryDecision.Throttled
        : RetryDecision.Retry;

    // A response that could be read is final, except "busy" and, for a query, "uncertain".
    private static bool IsTransient(Exception failure, bool isQuery) => failure switch
    {
        PyxproBusinessException business => business.IsBusy || (isQuery && business.Outcome == PyxproOutcome.Uncertain),
        // A response from another address comes from a redirect, which a retry would follow again.
        PyxproTransportException transport => transport.StatusCode != HttpStatusCode.OK,
        PyxproProtocolException protocol => protocol.IsUnreadable,
        TimeoutRejectedException => true,
        _ => false,
    };
}
