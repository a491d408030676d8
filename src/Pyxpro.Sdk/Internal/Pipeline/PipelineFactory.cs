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
    public ResiliencePipeline Create(PyxproOptions options, RetryThrottle throttle)
    {
        var builder = new ResiliencePipelineBuilder { Name = "Pyxpro.Sdk", TimeProvider = _timeProvider };
        var total = new TimeoutStrategyOptions { Name = "TotalTimeout", Timeout = options.TotalTimeout };
        var strategies = new PyxproResilience(
            total,
            options.MaxAttempts > 1 ? MakeRetry(options, total, throttle) : null,
            GatewayCircuit.Create(options, _telemetry.Log),
            new TimeoutStrategyOptions { Name = "AttemptTimeout", Timeout = options.AttemptTimeout });
        if (options.ConfigureResilience is null)
        {
            strategies.AddTo(builder);

            return builder.Build();
        }

        try
        {
            options.ConfigureResilience(builder, strategies);

            return builder.Build();
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
    public ResiliencePipeline CreateForPing(PyxproOptions options) =>
        new ResiliencePipelineBuilder { Name = "Pyxpro.Sdk.Ping", TimeProvider = _timeProvider }
            .AddTimeout(new TimeoutStrategyOptions { Name = "AttemptTimeout", Timeout = options.AttemptTimeout })
            .Build();

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
