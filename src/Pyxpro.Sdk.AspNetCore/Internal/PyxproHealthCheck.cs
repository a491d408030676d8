using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>Tells a host what a ping found.</summary>
internal sealed class PyxproHealthCheck : IHealthCheck
{
    private readonly PyxproClient _client;

    public PyxproHealthCheck(PyxproClient client) => _client = client;

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var ping = await _client.PingAsync(cancellationToken).ConfigureAwait(false);

        return new HealthCheckResult(
            ping.Result switch
            {
                PyxproPingResult.Healthy => HealthStatus.Healthy,
                PyxproPingResult.Clock => HealthStatus.Degraded,
                _ => context.Registration.FailureStatus,
            },
            ping.Description,
            data: new Dictionary<string, object>
            {
                ["result"] = ping.Result.ToString(),
                ["duration"] = ping.Duration,
                ["clockAhead"] = ping.ClockAhead?.ToString() ?? "unknown",
            });
    }
}
