using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Pyxpro.Sdk.Internal;

/// <summary>Makes what stands around each call of one merchant: deadlines, repetition and the circuit
/// breaker.</summary>
internal sealed class PipelineFactory
{
    /// <summary>Where the strategies find the call that they work for.</summary>
    public static readonly ResiliencePropertyKey<OngoingCall> CallKey = new("Pyxpro.Sdk.Call");

    private readonly TimeProvider _timeProvider;
    private readonly Telemetry _telemetry;

    public PipelineFactory(TimeProvider timeProvider, Telemetry telemetry)
    {
        _timeProvider = timeProvider;
        _telemetry = telemetry;
    }

    /// <exception cref="ArgumentException">What the options configure cannot be built.</exception>
    public ResiliencePipeline Create(PyxproOptions options)
    {
        var builder = new ResiliencePipelineBuilder { Name = "Pyxpro.Sdk", TimeProvider = _timeProvider };
        var total = new TimeoutStrategyOptions { Name = "TotalTimeout", Timeout = options.TotalTimeout };
        var strategies = new PyxproResilience(
            total,
            options.MaxAttempts > 1 ? MakeRetry(options, total) : null,
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
                nameof(options),
                exception);
        }
    }

    /// <summary>Makes what stands around a ping: it is tried once, and the circuit breaker has no part in it. What is
    /// asked for the sake of asking, by whoever calls a health endpoint, must neither stop payments nor be stopped with
    /// them.</summary>
    public ResiliencePipeline CreateForPing(PyxproOptions options) =>
        new ResiliencePipelineBuilder { Name = "Pyxpro.Sdk.Ping", TimeProvider = _timeProvider }
            .AddTimeout(new TimeoutStrategyOptions { Name = "AttemptTimeout", Timeout = options.AttemptTimeout })
            .Build();

    public static OngoingCall CallOf(ResilienceContext context) => context.Properties.GetValue(CallKey, null!);

    private RetryStrategyOptions MakeRetry(PyxproOptions options, TimeoutStrategyOptions total)
    {
        var budget = new RetryBudget();
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
                _telemetry.OnRetry(CallOf(arguments.Context), arguments.Outcome.Exception!, arguments.RetryDelay);

                return default;
            },
        };
        retry.ShouldHandle = arguments => ValueTask.FromResult(ShouldRepeat(arguments));

        return retry;

        bool ShouldRepeat(RetryPredicateArguments<object> arguments)
        {
            if (arguments.Outcome.Exception is not { } failure)
            {
                budget.Earn();

                return false;
            }

            var call = CallOf(arguments.Context);
            var left = total.Timeout - _timeProvider.GetElapsedTime(call.StartedAt);

            return arguments.AttemptNumber < retry.MaxRetryAttempts
                && RepeatRule.MayRepeat(call, failure, left)
                && budget.TrySpend(failure);
        }
    }
}
