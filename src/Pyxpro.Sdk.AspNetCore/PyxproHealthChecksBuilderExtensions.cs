using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Pyxpro.Sdk.AspNetCore;

/// <summary>Adds the gateway to the host's health checks.</summary>
public static class PyxproHealthChecksBuilderExtensions
{
    /// <summary>Adds a check that queries an order that cannot exist, by <see cref="PyxproClient.PingAsync"/>. It
    /// changes nothing at the gateway.</summary>
    /// <remarks>Concurrent checks share one request, and the result is cached for five seconds, so that a public health
    /// endpoint sends no more than that. The checks do not affect the circuit breaker of the payments. Do not use them
    /// for a liveness probe: the process would be restarted when the gateway is down. A clock that differs is degraded;
    /// every other failure is <paramref name="failureStatus"/>.</remarks>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="name">The merchant's name in this process, as in <c>AddPyxpro</c>; <see langword="null"/> for the
    /// merchant without a name.</param>
    /// <param name="checkName">The name of the check; <see langword="null"/> uses <c>pyxpro</c>, or <c>pyxpro:</c> and
    /// the merchant's name.</param>
    /// <param name="failureStatus">The status of a failure; <see langword="null"/> uses
    /// <see cref="HealthStatus.Unhealthy"/>. <see cref="HealthStatus.Degraded"/> is for shops that can work without
    /// payments for a while.</param>
    /// <param name="tags">The tags of the check.</param>
    /// <param name="timeout">The timeout of the check; <see langword="null"/> uses those of the client.</param>
    /// <returns>The host's health checks.</returns>
    /// <exception cref="ArgumentException">The merchant's name is blank.</exception>
    public static IHealthChecksBuilder AddPyxproHealthCheck(
        this IHealthChecksBuilder builder,
        string? name = null,
        string? checkName = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (name is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
        }

        return builder.Add(new HealthCheckRegistration(
            checkName ?? (name is null ? "pyxpro" : $"pyxpro:{name}"),
            provider => new HealthCheck(name is null
                ? provider.GetRequiredService<PyxproClient>()
                : provider.GetRequiredKeyedService<PyxproClient>(name)),
            failureStatus,
            tags,
            timeout));
    }

    private sealed class HealthCheck(PyxproClient client) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(
            HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            var ping = await client.PingAsync(cancellationToken).ConfigureAwait(false);

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
}
