using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Pyxpro.Sdk.Internal;

/// <summary>Makes of whatever ended a call the one documented exception that says what is known of all of it.</summary>
internal static class CallFailure
{
    public static Exception Explain(OngoingCall call, Exception exception)
    {
        switch (exception)
        {
            case PyxproException failure:
                failure.Tell(call.Describe(), FindOutcome(call, failure.Outcome));
                return failure;
            case OperationCanceledException when call.CancellationToken.IsCancellationRequested:
                return new PyxproCanceledException(call.Describe(), Unproven(call), exception, call.CancellationToken);
            case ArgumentException when call.Attempts == 0:
                // The message cannot be written, which shows before the first attempt.
                return exception;
            default:
                var transport = new PyxproTransportException(
                    TextOf(exception),
                    Unproven(call),
                    (call.LastFailure as PyxproTransportException)?.StatusCode,
                    call.LastFailure ?? exception);
                transport.Tell(call.Describe(), transport.Outcome);
                return transport;
        }
    }

    // "It did nothing" is said of the last attempt; an earlier one may have done it. A query did nothing anyway.
    private static PyxproOutcome FindOutcome(OngoingCall call, PyxproOutcome ofLastAttempt) =>
        ofLastAttempt == PyxproOutcome.Refused && OperationRules.IsQuery(call.Operation) ? ofLastAttempt
        : call.IsInDoubt ? PyxproOutcome.Uncertain
        : ofLastAttempt;

    private static PyxproOutcome Unproven(OngoingCall call) =>
        call.IsInDoubt ? PyxproOutcome.Uncertain : PyxproOutcome.NotSent;

    private static string TextOf(Exception exception) => exception switch
    {
        TimeoutRejectedException => "The gateway did not answer in time.",
        BrokenCircuitException { RetryAfter: { } retryAfter } =>
            "The gateway failed again and again, so that it is left alone for a while "
            + $"({Math.Ceiling(retryAfter.TotalSeconds):0} s more).",
        BrokenCircuitException => "The gateway failed again and again, so that it is left alone for a while.",
        _ => $"What stands around the call failed, such as a strategy or a logger ({exception.GetType().Name}).",
    };
}
