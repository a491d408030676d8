using Polly;
using Polly.CircuitBreaker;
using Polly.Retry;
using Polly.Timeout;

namespace Pyxpro.Sdk;

/// <summary>
/// The strategies that stand around each call of one merchant, made by its options, for
/// <see cref="PyxproOptions.ConfigureResilience"/> to change, to leave out or to set among others.
/// </summary>
/// <remarks>What decides whether an attempt may be repeated is in <see cref="Retry"/>. Another retry, or hedging, does
/// not go by it; still it cannot create an order twice: while an attempt may have happened, the client begins no other.
/// </remarks>
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

    /// <summary>Gets the deadline of the whole call.</summary>
    public TimeoutStrategyOptions TotalTimeout { get; }

    /// <summary>Gets the repetition of failed attempts, where the operation and the failure allow it.</summary>
    /// <value><see langword="null"/> if <see cref="PyxproOptions.MaxAttempts"/> is 1.</value>
    public RetryStrategyOptions? Retry { get; }

    /// <summary>Gets the circuit breaker, which leaves a gateway alone that fails again and again.</summary>
    public CircuitBreakerStrategyOptions CircuitBreaker { get; }

    /// <summary>Gets the deadline of one attempt.</summary>
    public TimeoutStrategyOptions AttemptTimeout { get; }

    /// <summary>Adds the four in their order, the outermost first: total timeout, retry, circuit breaker, attempt
    /// timeout.</summary>
    /// <param name="builder">Builds the strategies around each call.</param>
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
