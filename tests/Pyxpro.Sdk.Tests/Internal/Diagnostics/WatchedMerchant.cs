using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>A merchant in a container of its own, at the simulator, and all that its client tells operators.</summary>
internal sealed class WatchedMerchant : IDisposable
{
    private readonly ServiceProvider _provider;
    private readonly Activity _ambient = new("test");

    /// <param name="faults">What happens to the first attempts; those after them reach the simulator.</param>
    public WatchedMerchant(params GatewayFault[] faults)
        : this(static _ => { }, faults)
    {
    }

    /// <param name="change">Changes the services of the container.</param>
    /// <param name="faults">What happens to the first attempts; those after them reach the simulator.</param>
    public WatchedMerchant(Action<IServiceCollection> change, params GatewayFault[] faults)
    {
        Simulator = new GatewaySimulator(TestMerchant.MchId, TestMerchant.Key, Time);
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(Time);
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddFakeLogging().AddSuiteLog());
        services.AddPyxpro(options =>
            {
                TestMerchant.Configure(options);
                options.MaxAttempts = 3;
                options.RetryDelay = TimeSpan.Zero;
                options.MaxRetryDelay = TimeSpan.Zero;
            })
            .ConfigurePrimaryHttpMessageHandler(() => FaultyGateway.Create(Simulator, Time, faults));
        change(services);
        _provider = services.BuildServiceProvider();

        Client = _provider.GetRequiredService<PyxproClient>();
        Durations = Collect<double>("pyxpro.client.operation.duration");
        Retries = Collect<long>("pyxpro.client.retries");
        ThrottledRetries = Collect<long>("pyxpro.client.throttled_retries");
        SignatureFailures = Collect<long>("pyxpro.client.signature_failures");
        Notifications = Collect<long>("pyxpro.notifications");
        _ambient.Start();
        Spans = new SpanRecorder(span => span.TraceId == _ambient.TraceId);
    }

    public SteppedTime Time { get; } = new();

    public GatewaySimulator Simulator { get; }

    public PyxproClient Client { get; }

    public SpanRecorder Spans { get; }

    /// <summary>Gets the span that the test itself is in.</summary>
    public ActivitySpanId AmbientSpanId => _ambient.SpanId;

    public MetricCollector<double> Durations { get; }

    public MetricCollector<long> Retries { get; }

    public MetricCollector<long> ThrottledRetries { get; }

    public MetricCollector<long> SignatureFailures { get; }

    public MetricCollector<long> Notifications { get; }

    /// <summary>Gets what the SDK logged.</summary>
    public IEnumerable<FakeLogRecord> Logs => _provider.GetFakeLogCollector().GetSnapshot()
        .Where(record => record.Category == "Pyxpro.Sdk.PyxproClient");

    public void Dispose()
    {
        Spans.Dispose();
        _ambient.Dispose();
        _provider.Dispose();
    }

    private MetricCollector<T> Collect<T>(string instrument)
        where T : struct =>
        new(_provider.GetRequiredService<IMeterFactory>(), "Pyxpro.Sdk", instrument, Time);
}
