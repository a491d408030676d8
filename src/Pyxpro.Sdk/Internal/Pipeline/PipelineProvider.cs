using Polly;

namespace Pyxpro.Sdk.Internal;

/// <summary>
/// Holds the pipelines of one merchant, and with them the state of its circuit breaker and of its retry throttle. They
/// live as long as the settings that they depend on. A new key changes nothing here. New resilience settings build new
/// pipelines and keep the throttle. Another merchant or gateway replaces both. It is not thread-safe.
/// </summary>
internal sealed class PipelineProvider
{
    private readonly PipelineFactory _factory;
    private CallPipelines? _inUse;
    private CallPipelines? _candidate;

    public PipelineProvider(PipelineFactory factory) => _factory = factory;

    /// <summary>Returns the pipelines for valid options: those in use, if they fit, or new ones.</summary>
    /// <exception cref="ArgumentException">The configured strategies cannot be built.</exception>
    public CallPipelines Prepare(PyxproOptions options)
    {
        var settings = PipelineSettings.Of(options);
        if (_inUse?.Settings == settings)
        {
            return _inUse;
        }

        // Validated again before it is in use, as when somebody injects IOptions.
        if (_candidate?.Settings == settings)
        {
            return _candidate;
        }

        var throttle = _inUse is { } former && former.Settings.Peer == settings.Peer
            ? former.Throttle
            : new RetryThrottle();

        return _candidate = new CallPipelines
        {
            Calls = _factory.Create(options, throttle),
            Pings = _factory.CreateForPing(options),
            Settings = settings,
            Throttle = throttle,
        };
    }

    /// <summary>Puts pipelines in use.</summary>
    public void Use(CallPipelines pipelines) => (_inUse, _candidate) = (pipelines, null);
}

/// <summary>The pipelines of one merchant, with what they were built from.</summary>
internal sealed class CallPipelines
{
    public required ResiliencePipeline Calls { get; init; }

    public required ResiliencePipeline Pings { get; init; }

    public required PipelineSettings Settings { get; init; }

    public required RetryThrottle Throttle { get; init; }
}

/// <summary>The settings that a pipeline depends on.</summary>
internal readonly record struct PipelineSettings(
    (Uri GatewayUrl, string MchId) Peer,
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
    public static PipelineSettings Of(PyxproOptions options) => new(
        (options.GatewayUrl!, options.MchId),
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
