using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Pyxpro.Sdk.Internal;

/// <summary>Builds the resilience pipelines of one merchant: timeouts, retry and the circuit breaker.</summary>
internal sealed class PipelineFactory
{
    private readonly TimeProvider _timeProvider;
    private readonly Telemetry _telemetry;

    public PipelineFactory(TimeProvider timeProvider, Telemetry telemetry)
    {
        _timeProvider = timeProvider;
        _telemetry = telemetry;
    }

    /// <summary>Builds what runs each call.</summary>
    /// <exception cref="ArgumentException">The configured strategies cannot be built.</exception>
    public CallStrategies Create(PyxproOptions options, RetryThrottle throttle)
    {
        var total = new TimeoutStrategyOptions { Name = "TotalTimeout", Timeout = options.TotalTimeout };
        var strategies = new PyxproResilience(
            total,
            options.MaxAttempts > 1 ? MakeRetry(options, total, throttle) : null,
            GatewayCircuit.Create(options, _telemetry.Log),
            new TimeoutStrategyOptions { Name = "AttemptTimeout", Timeout = options.AttemptTimeout });
        if (options.ConfigureResilience is null)
        {
            return Create(strategies, throttle);
        }

        var builder = MakeBuilder("Pyxpro.Sdk");
        try
        {
            options.ConfigureResilience(builder, strategies);

            return new CallStrategies(builder.Build(), firstAttempts: null);
        }
        catch (Exception exception)
        {
            // It is the caller's code that failed.
            throw new ArgumentException(
                $"{nameof(PyxproOptions)}.{nameof(options.ConfigureResilience)} failed: {exception.Message}",
                exception);
        }
    }

    /// <summary>Builds what runs a ping: one attempt, without the circuit breaker. Calls of a health endpoint must not
    /// open the circuit breaker, and must work while it is open.</summary>
    public CallStrategies CreateForPing(PyxproOptions options) => new(
        MakeBuilder("Pyxpro.Sdk.Ping")
            .AddTimeout(new TimeoutStrategyOptions { Name = "AttemptTimeout", Timeout = options.AttemptTimeout })
            .Build(),
        firstAttempts: null);

    /// <summary>Builds the strategies as they are, with the first attempt before them.</summary>
    private CallStrategies Create(PyxproResilience strategies, RetryThrottle throttle)
    {
        var circuit = MakeBuilder("Pyxpro.Sdk.Circuit").AddCircuitBreaker(strategies.CircuitBreaker).Build();
        var builder = MakeBuilder("Pyxpro.Sdk");
        // A single attempt has the shorter timeout.
        if (strategies.Retry is { } retry)
        {
            var total = strategies.TotalTimeout;
            builder
                .AddTimeout(new TimeoutStrategyOptions
                {
                    Name = total.Name,
                    // What the first attempt has left. Zero would be no timeout.
                    TimeoutGenerator = arguments => ValueTask.FromResult(Max(
                        total.Timeout - _timeProvider.GetElapsedTime(CallContext.Of(arguments.Context).StartedAt),
                        TimeSpan.FromTicks(1))),
                })
                .AddRetry(retry);
        }

        return new CallStrategies(
            builder.AddPipeline(circuit).AddTimeout(strategies.AttemptTimeout).Build(),
            new FirstAttempts(
                circuit,
                strategies.CircuitBreaker.StateProvider!,
                throttle,
                strategies.AttemptTimeout.Timeout,
                _timeProvider));

        static TimeSpan Max(TimeSpan first, TimeSpan second) => first > second ? first : second;
    }

    private ResiliencePipelineBuilder MakeBuilder(string name) => new() { Name = name, TimeProvider = _timeProvider };

    private RetryStrategyOptions MakeRetry(
        PyxproOptions options, TimeoutStrategyOptions total, RetryThrottle throttle)
    {
        var policy = new RetryPolicy(throttle);
        var retry = new RetryStrategyOptions
        {
            Name = "Retry",
            MaxRetryAttempts = options.MaxAttempts - 1,
            Delay = options.RetryDelay,
            MaxDelay = options.MaxRetryDelay,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            // Null leaves it to the back-off.
            DelayGenerator = static arguments => ValueTask.FromResult(
                arguments.Outcome.Exception is PyxproTransportException { RetryAfter: { } retryAfter }
                && retryAfter > TimeSpan.Zero
                    ? retryAfter
                    : (TimeSpan?)null),
            OnRetry = arguments =>
            {
                _telemetry.OnRetry(
                    CallContext.Of(arguments.Context), arguments.Outcome.Exception!, arguments.RetryDelay);

                return default;
            },
        };
        retry.ShouldHandle = arguments => ValueTask.FromResult(ShouldRetry(arguments));

        return retry;

        bool ShouldRetry(RetryPredicateArguments<object> arguments)
        {
            if (arguments.Outcome.Exception is not { } failure)
            {
                policy.OnSuccess();

                return false;
            }

            var call = CallContext.Of(arguments.Context);
            var decision = policy.Decide(
                call,
                failure,
                retry.MaxRetryAttempts - arguments.AttemptNumber,
                total.Timeout - _timeProvider.GetElapsedTime(call.StartedAt));
            if (decision == RetryDecision.Throttled)
            {
                _telemetry.OnRetryThrottled(call, failure);
            }

            return decision == RetryDecision.Retry;
        }
    }
}
