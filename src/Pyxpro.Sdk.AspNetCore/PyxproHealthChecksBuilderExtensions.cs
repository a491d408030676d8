using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Pyxpro.Sdk.AspNetCore.Internal;

namespace Pyxpro.Sdk.AspNetCore;

/// <summary>Adds the gateway to the host's health checks.</summary>
public static class PyxproHealthChecksBuilderExtensions
{
    /// <summary>Adds a check that asks the gateway for an order that cannot exist, by
    /// <see cref="PyxproClient.PingAsync"/>. It changes nothing at the gateway.</summary>
    /// <remarks>Checks at once share one request, and its result is kept for five seconds, so that a health endpoint
    /// that is open to everybody sends no more than that. They have no part in the circuit breaker of the payments.
    /// Keep it out of the probe that asks whether the process lives all the same: a gateway that is down would have the
    /// process restarted. Clocks that differ are degraded; everything else that is wrong is
    /// <paramref name="failureStatus"/>.</remarks>
    /// <param name="builder">The host's health checks.</param>
    /// <param name="merchant">The name that the merchant was given in <c>AddPyxpro</c>; <see langword="null"/> for the
    /// one without a name.</param>
    /// <param name="name">The name of the check; <see langword="null"/> takes <c>pyxpro</c>, or
    /// <c>pyxpro:</c> and the merchant's name.</param>
    /// <param name="failureStatus">What a failure means for the host; <see langword="null"/> takes
    /// <see cref="HealthStatus.Unhealthy"/>. Many shops can live for a while without taking payments: for them it is
    /// <see cref="HealthStatus.Degraded"/>.</param>
    /// <param name="tags">Tags to select checks by.</param>
    /// <param name="timeout">How long the check may take; <see langword="null"/> leaves it to the client's own
    /// deadlines.</param>
    /// <returns>The host's health checks.</returns>
    /// <exception cref="ArgumentException">The merchant's name is blank.</exception>
    public static IHealthChecksBuilder AddPyxproHealthCheck(
        this IHealthChecksBuilder builder,
        string? merchant = null,
        string? name = null,
        HealthStatus? failureStatus = null,
        IEnumerable<string>? tags = null,
        TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (merchant is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(merchant);
        }

        return builder.Add(new HealthCheckRegistration(
            name ?? (merchant is null ? "pyxpro" : $"pyxpro:{merchant}"),
            provider => new PyxproHealthCheck(merchant is null
                ? provider.GetRequiredService<PyxproClient>()
                : provider.GetRequiredKeyedService<PyxproClient>(merchant)),
            failureStatus,
            tags,
            timeout));
    }
}
