using System.Net;
using Polly.Timeout;

namespace Pyxpro.Sdk.Internal;

/// <summary>Decides whether a failed attempt is made again: by operation and by what is known, never by the HTTP
/// verb.</summary>
internal static class RepeatRule
{
    public static bool MayRepeat(OngoingCall call, Exception? failure, TimeProvider timeProvider) =>
        IsPassing(failure, OperationRules.IsQuery(call.Operation))
        && (OperationRules.IsIdempotent(call.Operation) || !call.IsInDoubt)
        && call.Operation != PyxproOperation.Ping
        && !IsAskedToWaitTooLong(call, failure, timeProvider);

    // An answer that could be read is final, save "busy" and, for a question, "unknown".
    private static bool IsPassing(Exception? failure, bool isQuery) => failure switch
    {
        PyxproBusinessException business => business.IsBusy || (isQuery && business.Outcome == PyxproOutcome.Uncertain),
        // An answer from another address is from a redirect that would be followed again.
        PyxproTransportException transport => transport.StatusCode != HttpStatusCode.OK,
        PyxproProtocolException or TimeoutRejectedException => true,
        _ => false,
    };

    // To wait only to give up helps nobody.
    private static bool IsAskedToWaitTooLong(OngoingCall call, Exception? failure, TimeProvider timeProvider) =>
        failure is PyxproTransportException { RetryAfter: { } retryAfter }
        && timeProvider.GetElapsedTime(call.StartedAt) + retryAfter >= call.Merchant.TotalTimeout;
}
