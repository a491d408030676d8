using System.Diagnostics.Metrics;

namespace Pyxpro.Sdk.Internal;

/// <summary>The metrics.</summary>
internal sealed class Instruments
{
    // OpenTelemetry's buckets for the duration of client calls, in seconds.
    private static readonly double[] Buckets =
        [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30, 60];

    public Instruments(Meter meter)
    {
        Duration = SafeDiagnostics.TryCreate(() => meter.CreateDuration(
            "pyxpro.client.operation.duration", "Duration of calls, with all their attempts.", Buckets));
        Retries = SafeDiagnostics.TryCreate(() => meter.CreateCounter<long>(
            "pyxpro.client.retries", "{attempt}", "Failed attempts that are retried."));
        ThrottledRetries = SafeDiagnostics.TryCreate(() => meter.CreateCounter<long>(
            "pyxpro.client.throttled_retries", "{attempt}", "Failed attempts whose retry was throttled."));
        SignatureFailures = SafeDiagnostics.TryCreate(() => meter.CreateCounter<long>(
            "pyxpro.client.signature_failures",
            "{message}",
            "Responses and notifications whose signature is missing, of another kind or wrong."));
        Notifications = SafeDiagnostics.TryCreate(() => meter.CreateCounter<long>(
            "pyxpro.notifications", "{notification}", "Notifications read, by result."));
    }

    /// <summary>Gets those of all clients of the process that are made without a container.</summary>
    public static Instruments Shared { get; } = new(new Meter(Tracing.Name, Tracing.Version));

    public Histogram<double>? Duration { get; }

    public Counter<long>? Retries { get; }

    public Counter<long>? ThrottledRetries { get; }

    public Counter<long>? SignatureFailures { get; }

    public Counter<long>? Notifications { get; }
}
