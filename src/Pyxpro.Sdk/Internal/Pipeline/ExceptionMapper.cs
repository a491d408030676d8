using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Pyxpro.Sdk.Internal;

/// <summary>Maps whatever ended a call to the one documented exception, with the outcome of all its attempts.</summary>
internal static class ExceptionMapper
{
    public static Exception Map(CallContext call, Exception exception)
    {
        // First, so that no strategy can begin another attempt after the outcome is reported.
        call.End();

        return exception switch
        {
            PyxproException failure => call.Complete(failure),
            OperationCanceledException when call.CancellationToken.IsCancellationRequested =>
                new PyxproCanceledException(
                    call.Describe(),
                    OutcomeOf(call),
                    call.Descriptor.WhenUncertain,
                    exception,
                    call.CancellationToken),
            // The message cannot be written, which is found before the first attempt.
            ArgumentException when call.Attempts == 0 => exception,
            // The total timeout ended or the circuit breaker opened before the next attempt: the last one counts.
            ExecutionRejectedException when call.LastFailure is { } last => call.Complete(last),
            _ => call.Complete(
                new PyxproTransportException(TextOf(call, exception), OutcomeOf(call), innerException: exception)
                {
                    RetryAfter = (exception as BrokenCircuitException)?.RetryAfter,
                }),
        };
    }

    // It is not the response to a query that ended the call, so that every unresolved attempt counts.
    private static PyxproOutcome OutcomeOf(CallContext call) =>
        OutcomeRules.OfCall(call.LastFailure?.Outcome, isQuery: false, call.HasUnresolvedAttempts);

    private static string TextOf(CallContext call, Exception exception) => exception switch
    {
        TimeoutRejectedException => "The request timed out.",
        BrokenCircuitException broken =>
            "The circuit breaker is open; "
            + (call.Attempts == 0 ? "no request was sent." : "the request was not retried.")
            + (broken.RetryAfter is { } wait ? $" Retry after {Math.Ceiling(wait.TotalSeconds):0} s." : ""),
        _ => $"A strategy of the pipeline or a logger failed ({exception.GetType().Name}).",
    };
}
