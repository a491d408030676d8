using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace QuickStart;

/// <summary>Shows on the console what the client tells OpenTelemetry. In a service another exporter stands
/// here.</summary>
internal sealed class ConsoleTelemetry : IDisposable
{
    private const string Name = "Pyxpro.Sdk";

    private static readonly ResourceBuilder Resource =
        ResourceBuilder.CreateEmpty().AddService("quickstart", autoGenerateServiceInstanceId: false);

    private readonly TracerProvider _traces = Sdk.CreateTracerProviderBuilder()
        .SetResourceBuilder(Resource)
        .AddSource(Name)
        .AddConsoleExporter()
        .Build();

    // Shown once, at the end, and in few buckets: people read them here.
    private readonly MeterProvider _metrics = Sdk.CreateMeterProviderBuilder()
        .SetResourceBuilder(Resource)
        .AddMeter(Name)
        .AddView(
            "pyxpro.client.operation.duration", new ExplicitBucketHistogramConfiguration { Boundaries = [0.1, 1, 10] })
        .AddConsoleExporter((_, reader) =>
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = Timeout.Infinite)
        .Build();

    public ILoggerFactory LoggerFactory { get; } = Microsoft.Extensions.Logging.LoggerFactory.Create(logging => logging
        .SetMinimumLevel(LogLevel.Debug)
        .AddOpenTelemetry(options =>
        {
            options.IncludeFormattedMessage = true;
            options.SetResourceBuilder(Resource).AddConsoleExporter();
        }));

    /// <summary>Shows what was not shown yet.</summary>
    public void Dispose()
    {
        LoggerFactory.Dispose();
        _traces.Dispose();
        _metrics.Dispose();
    }
}
