using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Pyxpro.Sdk.Internal;

/// <summary>Makes of whatever ended a call the one documented exception that says what is known of all of it.</summary>
internal static class CallFailure
{
    public static Exception Explain(OngoingCall call, Exception exception)
    {
        // First, so that no strategy that has let go of an attempt can still make it after what is said here.
        call.End();

        return exception switch
        {
            PyxproException failure => Tell(call, failure, FindOutcome(call, failure.Outcome)),
            OperationCanceledException when call.CancellationToken.IsCancellationRequested =>
                new PyxproCanceledException(call.Describe(), OutcomeOf(call), exception, call.CancellationToken),
            // The message cannot be written, which shows before the first attempt.
            ArgumentException when call.Attempts == 0 => exception,
            // The time was over, or the circuit open, before the next attempt: how the last failed is what counts.
            ExecutionRejectedException when call.LastFailure is { } last =>
                Tell(call, last, FindOutcome(call, last.Outcome)),
            _ => Tell(call, MakeTransportException(call, exception), OutcomeOf(call)),
        };
    }

    private static PyxproException Tell(OngoingCall call, PyxproException failure, PyxproOutcome outcome)
    {
        failure.Tell(call.Describe(), outcome);

        return failure;
    }

    // "It did nothing" is said of the last attempt; an earlier one may have done it. A query did nothing anyway.
    private static PyxproOutcome FindOutcome(OngoingCall call, PyxproOutcome ofLastAttempt) =>
        ofLastAttempt == PyxproOutcome.Refused && OperationRules.IsQuery(call.Operation) ? ofLastAttempt
        : call.IsInDoubt ? PyxproOutcome.Uncertain
        : ofLastAttempt;

    // Without a doubt, what was sent before was refused, if anything was.
    private static PyxproOutcome OutcomeOf(OngoingCall call) =>
        call.IsInDoubt ? PyxproOutcome.Uncertain : call.LastFailure?.Outcome ?? PyxproOutcome.NotSent;

    private static PyxproTransportException MakeTransportException(OngoingCall call, Exception exception) =>
        new(TextOf(exception), OutcomeOf(call), innerException: exception)
        {
            RetryAfter = (exception as BrokenCircuitException)?.RetryAfter,
        };

    private static string TextOf(Exception exception) => exception switch
    {
        TimeoutRejectedException => "The gateway did not answer in time.",
        BrokenCircuitException { RetryAfter: { } wait } =>
            $"The gateway failed again and again: it is left alone for {Math.Ceiling(wait.TotalSeconds):0} s more.",
        BrokenCircuitException => "The gateway failed again and again: it is left alone for a while.",
        _ => $"What stands around the call failed, such as a strategy or a logger ({exception.GetType().Name}).",
    };
}
