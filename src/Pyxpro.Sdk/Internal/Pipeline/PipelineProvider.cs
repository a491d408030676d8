using Polly;

namespace Pyxpro.Sdk.Internal;

/// <summary>
/// Holds the pipelines of one merchant, and with them the state of its circuit breaker and of its retry throttle. They
/// live as long as the settings that they depend on. A new key changes nothing here. New resilience settings build new
/// pipelines and keep the throttle. Another merchant or gateway replaces both.
/// </summary>
internal sealed class PipelineProvider
{
    private readonly PipelineFactory _factory;
    private readonly object _lock = new();
    private RetryThrottle _throttle = new();
    private CallPipelines? _current;
    private Peer _peer;
    private Settings _settings;

    public PipelineProvider(PipelineFactory factory) => _factory = factory;

    /// <summary>Returns the pipelines for valid options.</summary>
    /// <exception cref="ArgumentException">The configured strategies cannot be built.</exception>
    public CallPipelines Get(PyxproOptions options)
    {
        var settings = Settings.Of(options);
        lock (_lock)
        {
            if (_current is not null && settings == _settings)
            {
                return _current;
            }

            var throttle = settings.Peer == _peer ? _throttle : new RetryThrottle();
            _current = new CallPipelines(_factory.Create(options, throttle), _factory.CreateForPing(options));
            (_throttle, _peer, _settings) = (throttle, settings.Peer, settings);

            return _current;
        }
    }

    private readonly record struct Peer(Uri GatewayUrl, string MchId);

    private readonly record struct Settings(
        Peer Peer,
        TimeSpan AttemptTimeout,
        TimeSpan TotalTimeout,
        int MaxAttempts,
        TimeSpan RetryDelay,
        TimeSpan MaxRetryDelay,
        int CircuitFailurePercent,
        int CircuitMinimumAttempts,
        TimeSpan CircuitSamplingDuration,
        TimeSpan CircuitBreakDuration,
        Action<ResiliencePipelineBuilder, PyxproResilience>? ConfigureResilience)
    {
        public static Settings Of(PyxproOptions options) => new(
            new Peer(options.GatewayUrl!, options.MchId),
            options.AttemptTimeout,
            options.TotalTimeout,
            options.MaxAttempts,
            options.RetryDelay,
            options.MaxRetryDelay,
            options.CircuitFailurePercent,
            options.CircuitMinimumAttempts,
            options.CircuitSamplingDuration,
            options.CircuitBreakDuration,
            options.ConfigureResilience);
    }
}

/// <summary>The pipelines of one merchant: that of its calls, and that of pings.</summary>
internal sealed record CallPipelines(ResiliencePipeline Calls, ResiliencePipeline Pings);
