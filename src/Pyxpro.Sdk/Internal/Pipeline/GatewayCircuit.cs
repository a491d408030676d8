using Microsoft.Extensions.Logging;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Pyxpro.Sdk.Internal;

/// <summary>Makes the circuit breaker of one merchant at its gateway. It counts that the gateway cannot be reached or
/// fails, and as little as possible of what a stranger can cause.</summary>
internal static class GatewayCircuit
{
    private const int Percent = 100;
    private const int FirstServerError = 500;

    private static readonly ResiliencePropertyKey<bool> IsUndecided = new("Pyxpro.Sdk.IsUndecided");

    public static CircuitBreakerStrategyOptions Create(PyxproOptions options, ILogger log)
    {
        var (host, merchant) = (options.GatewayUrl!.Authority, options.MchId);
        var state = new CircuitBreakerStateProvider();
        var circuit = new CircuitBreakerStrategyOptions
        {
            Name = "CircuitBreaker",
            FailureRatio = options.CircuitFailurePercent / (double)Percent,
            MinimumThroughput = options.CircuitMinimumAttempts,
            SamplingDuration = options.CircuitSamplingDuration,
            BreakDuration = options.CircuitBreakDuration,
            StateProvider = state,
            ShouldHandle = arguments => ValueTask.FromResult(
                Counts(arguments.Context, arguments.Outcome.Exception, state.CircuitState)),
            OnOpened = arguments =>
            {
                if (arguments.BreakDuration > TimeSpan.Zero)
                {
                    log.CircuitOpened(host, merchant, arguments.BreakDuration);
                }

                return default;
            },
            OnHalfOpened = _ =>
            {
                log.CircuitHalfOpened(host, merchant);

                return default;
            },
            OnClosed = _ =>
            {
                log.CircuitClosed(host, merchant);

                return default;
            },
        };

        // A trial without a result, such as one whose caller cancelled, must not decide. Polly has no third way between
        // opening and closing: the circuit opens for zero time, so that the next call is the trial.
        circuit.BreakDurationGenerator = arguments => ValueTask.FromResult(
            arguments.Context.Properties.GetValue(IsUndecided, false) ? TimeSpan.Zero : circuit.BreakDuration);

        return circuit;
    }

    private static bool Counts(ResilienceContext context, Exception? failure, CircuitState state)
    {
        var isUndecided = state == CircuitState.HalfOpen
            && HasNoResult(failure, CallContext.Of(context).CancellationToken);
        // The attempts of a call share the context.
        if (isUndecided || context.Properties.TryGetValue(IsUndecided, out _))
        {
            context.Properties.Set(IsUndecided, isUndecided);
        }

        return isUndecided || IsOfGateway(failure, CallContext.Of(context).CancellationToken);
    }

    /// <summary>Says whether a failure shows that the gateway cannot be reached or fails. A client error (4xx) does
    /// not, nor does 429: they concern one request or one sender. A firewall that refuses a payer's text, or a
    /// stranger's flood of orders, must not stop all payments.</summary>
    private static bool IsOfGateway(Exception? failure, CancellationToken caller) => failure switch
    {
        PyxproTransportException { StatusCode: { } status } => (int)status >= FirstServerError,
        PyxproTransportException transport =>
            transport.InnerException is HttpRequestException or IOException or OperationCanceledException,
        TimeoutRejectedException => true,
        // The total timeout, unless the caller cancelled.
        OperationCanceledException => !caller.IsCancellationRequested,
        _ => false,
    };

    // There was neither a response nor a failure of the gateway: the caller cancelled, or something on this side
    // failed.
    private static bool HasNoResult(Exception? failure, CancellationToken caller) => failure switch
    {
        null => false,
        PyxproTransportException { StatusCode: null } => !IsOfGateway(failure, caller),
        PyxproException => false,
        _ => !IsOfGateway(failure, caller),
    };
}
