using System.Runtime.CompilerServices;
using Polly;
using Polly.CircuitBreaker;
using Polly.Timeout;

namespace Pyxpro.Sdk.Internal;

// Nearly all calls end with their first attempt. While it waits, each strategy of a pipeline keeps a state, and these
// states cost more than the rest of the call. So the first attempt runs without the pipeline, under a timeout of its
// own, as long as the circuit breaker is closed. The circuit breaker learns its success afterwards. A failed one is
// given to the pipeline as its first attempt, so that everything that follows a failure is decided there.

/// <summary>Runs the first attempt of a call, without the pipeline.</summary>
internal sealed class FirstAttempts
{
    private static readonly object Success = new();

    private readonly ResiliencePipeline _circuit;
    private readonly CircuitBreakerStateProvider _state;
    private readonly RetryThrottle _throttle;
    private readonly TimeSpan _timeout;
    private readonly TimeoutSources _timeouts;

    /// <param name="circuit">The circuit breaker, which is also that of the pipeline.</param>
    /// <param name="state">Its state.</param>
    /// <param name="throttle">The throttle of retries, which each success refills.</param>
    /// <param name="timeout">The timeout of one attempt.</param>
    /// <param name="timeProvider">Measures it.</param>
    public FirstAttempts(
        ResiliencePipeline circuit,
        CircuitBreakerStateProvider state,
        RetryThrottle throttle,
        TimeSpan timeout,
        TimeProvider timeProvider)
    {
        _circuit = circuit;
        _state = state;
        _throttle = throttle;
        _timeout = timeout;
        _timeouts = new TimeoutSources(timeProvider);
    }

    /// <summary>Gets whether a first attempt can be made: while the circuit breaker is not closed, the pipeline
    /// decides.</summary>
    public bool CanRun => _state.CircuitState == CircuitState.Closed;

    /// <summary>Makes the first attempt of a call.</summary>
    /// <returns>The response, or the failure for the pipeline.</returns>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Outcome<TResponse>> RunAsync<TResponse>(
        HttpTransport transport, CallContext call, IOperation<TResponse> operation)
    {
        var source = _timeouts.Rent(_timeout);
        var stopping = call.CancellationToken.UnsafeRegister(
            static source => ((CancellationTokenSource)source!).Cancel(), source);
        TResponse response;
        try
        {
            response = await transport.SendAsync(call, operation, source.Token).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var isTimeout = exception is OperationCanceledException
                && source.IsCancellationRequested
                && !call.CancellationToken.IsCancellationRequested;
            // Handlers that were abandoned may still have the token.
            End(source, stopping, canBeReused: false);

            return Outcome.FromException<TResponse>(
                isTimeout ? new TimeoutRejectedException("The attempt timed out.", _timeout, exception) : exception);
        }

        End(source, stopping, canBeReused: true);
        _throttle.Refill();
        await ReportSuccessAsync(call).ConfigureAwait(false);

        return Outcome.FromResult(response);
    }

    private void End(CancellationTokenSource source, CancellationTokenRegistration stopping, bool canBeReused)
    {
        // Without waiting for a callback that runs on another thread: it is about to cancel the source, which must not
        // be disposed or used again.
        if (stopping.Token.CanBeCanceled && !stopping.Unregister())
        {
            source.CancelAfter(Timeout.InfiniteTimeSpan);
        }
        else if (canBeReused)
        {
            _timeouts.Return(source);
        }
        else
        {
            source.Dispose();
        }
    }

    /// <summary>Tells the circuit breaker that a first attempt has succeeded. If it has opened since, it refuses, which
    /// changes nothing.</summary>
    private async ValueTask ReportSuccessAsync(CallContext call)
    {
        var context = ResilienceContextPool.Shared.Get(CancellationToken.None);
        context.Properties.Set(CallContext.Key, call);
        await _circuit
            .ExecuteOutcomeAsync(
                static (_, success) => new ValueTask<Outcome<object>>(Outcome.FromResult(success)), context, Success)
            .ConfigureAwait(false);
        ResilienceContextPool.Shared.Return(context);
    }
}
