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

        return _candidate = new CallPipelines(_factory, options, settings, throttle);
    }

    /// <summary>Puts pipelines in use.</summary>
    public void Use(CallPipelines pipelines) => (_inUse, _candidate) = (pipelines, null);
}

/// <summary>The pipelines of one merchant, with what they were built from. They are built when they are used first: a
/// process can have thousands of merchants, most of which receive notifications and nothing else.</summary>
internal sealed class CallPipelines
{
    private readonly PipelineFactory _factory;
    private readonly PyxproOptions _options;
    private CallStrategies? _calls;
    private CallStrategies? _pings;

    /// <exception cref="ArgumentException">The configured strategies cannot be built.</exception>
    public CallPipelines(
        PipelineFactory factory, PyxproOptions options, PipelineSettings settings, RetryThrottle throttle)
    {
        _factory = factory;
        // A copy, because the caller's options can change until the pipelines are built.
        _options = options.Copy();
        Settings = settings;
        Throttle = throttle;
        if (options.ConfigureResilience is not null)
        {
            // The caller's code can fail, and must do so before the options are in force.
            _calls = _factory.Create(_options, throttle);
        }
    }

    public CallStrategies Calls =>
        Volatile.Read(ref _calls) ?? Keep(ref _calls, _factory.Create(_options, Throttle));

    public CallStrategies Pings => Volatile.Read(ref _pings) ?? Keep(ref _pings, _factory.CreateForPing(_options));

    public PipelineSettings Settings { get; }

    public RetryThrottle Throttle { get; }

    // Of concurrent calls, all use the pipeline of the first: there must be one circuit breaker.
    private static CallStrategies Keep(ref CallStrategies? field, CallStrategies built) =>
        Interlocked.CompareExchange(ref field, built, null) ?? built;
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
