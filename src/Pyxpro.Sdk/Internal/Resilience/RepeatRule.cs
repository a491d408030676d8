using System.Net;
using Polly.Timeout;

namespace Pyxpro.Sdk.Internal;

/// <summary>Decides whether a failed attempt is retried: by operation and by what is known, never by the HTTP
/// verb.</summary>
internal static class RepeatRule
{
    /// <param name="call">The call, with what is known of its attempts.</param>
    /// <param name="failure">How the last attempt failed.</param>
    /// <param name="left">How much is left of the time for the call.</param>
    public static bool MayRepeat(OngoingCall call, Exception failure, TimeSpan left) =>
        IsPassing(failure, OperationRules.IsQuery(call.Operation))
        && (OperationRules.IsIdempotent(call.Operation) || !call.IsInDoubt)
        && call.Operation != PyxproOperation.Ping
        // To wait only to give up helps nobody.
        && !(failure is PyxproTransportException { RetryAfter: { } retryAfter } && retryAfter >= left);

    // An answer that could be read is final, save "busy" and, for a question, "unknown".
    private static bool IsPassing(Exception failure, bool isQuery) => failure switch
    {
        PyxproBusinessException business => business.IsBusy || (isQuery && business.Outcome == PyxproOutcome.Uncertain),
        // An answer from another address is from a redirect that would be followed again.
        PyxproTransportException transport => transport.StatusCode != HttpStatusCode.OK,
        PyxproProtocolException protocol => protocol.IsUnreadable,
        TimeoutRejectedException => true,
        _ => false,
    };
}
