using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Pyxpro.Sdk;

/// <summary>
/// The resilience strategies for the calls of one merchant, made from its options.
/// <see cref="PyxproOptions.ConfigureResilience"/> can change them, leave them out, or add others.
/// </summary>
/// <remarks><see cref="Retry"/> decides whether an attempt may be retried. Another retry strategy, or hedging, does not
/// use that decision. Even so, it cannot create an order twice: while an attempt may have been processed, the client
/// begins no other attempt of a create.</remarks>
public sealed class PyxproResilience
{
    internal PyxproResilience(
        TimeoutStrategyOptions totalTimeout,
        RetryStrategyOptions? retry,
        CircuitBreakerStrategyOptions circuitBreaker,
        TimeoutStrategyOptions attemptTimeout)
    {
        TotalTimeout = totalTimeout;
        Retry = retry;
        CircuitBreaker = circuitBreaker;
        AttemptTimeout = attemptTimeout;
    }

    /// <summary>Gets the timeout of the whole call.</summary>
    public TimeoutStrategyOptions TotalTimeout { get; }

    /// <summary>Gets the retry of failed attempts, if the operation and the failure allow it.</summary>
    /// <value><see langword="null"/> if <see cref="PyxproOptions.MaxAttempts"/> is 1.</value>
    public RetryStrategyOptions? Retry { get; }

    /// <summary>Gets the circuit breaker, which stops calls to a gateway that keeps failing.</summary>
    public CircuitBreakerStrategyOptions CircuitBreaker { get; }

    /// <summary>Gets the timeout of one attempt.</summary>
    public TimeoutStrategyOptions AttemptTimeout { get; }

    /// <summary>Adds the four in their order, the outermost first: total timeout, retry, circuit breaker, attempt
    /// timeout.</summary>
    /// <param name="builder">Builds the pipeline of each call.</param>
    public void AddTo(ResiliencePipelineBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.AddTimeout(TotalTimeout);
        if (Retry is not null)
        {
            builder.AddRetry(Retry);
        }

        builder.AddCircuitBreaker(CircuitBreaker).AddTimeout(AttemptTimeout);
    }
}
