using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>Adds <see cref="PyxproClients"/> to a container.</summary>
public static class PyxproMerchantsServiceCollectionExtensions
{
    /// <summary>Adds <see cref="PyxproClients"/>, for merchants that are found at run time, such as the tenants of an
    /// application.</summary>
    /// <remarks>All these merchants share one <see cref="HttpClient"/>, which is also that of the merchant without a
    /// name.</remarks>
    /// <typeparam name="TResolver">Finds the settings of a merchant. It is scoped: each look-up has a scope of its own.
    /// If there are several, the last one is used, so that a test can replace it.</typeparam>
    /// <param name="services">The container's services.</param>
    /// <param name="configure">Sets the options of the cache; <see langword="null"/> uses those that are configured
    /// elsewhere, or the defaults.</param>
    /// <returns>The builder of the <see cref="HttpClient"/>.</returns>
    public static IHttpClientBuilder AddPyxproMerchants<
        [DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicConstructors)] TResolver>(
        this IServiceCollection services, Action<PyxproMerchantsOptions>? configure = null)
        where TResolver : class, IPyxproMerchantResolver
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddScoped<IPyxproMerchantResolver, TResolver>();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<PyxproMerchantsOptions>, PyxproMerchantsOptionsValidator>());
        services.AddOptions<PyxproMerchantsOptions>().Configure(configure ?? (static _ => { })).ValidateOnStart();
        services.AddTelemetry();
        services.TryAddSingleton(CreateClients);

        return HttpClientRegistration.Add(services, HttpClientRegistration.DefaultName);
    }

    private static PyxproClients CreateClients(IServiceProvider provider)
    {
        var timeProvider = HttpClientRegistration.GetTimeProvider(provider);
        var telemetry = provider.GetRequiredService<Telemetry>();
        var transport = HttpClientRegistration.CreateTransport(provider, HttpClientRegistration.DefaultName);
        var pipelines = new PipelineFactory(timeProvider, telemetry);
        var options = provider.GetRequiredService<IOptions<PyxproMerchantsOptions>>().Value;

        return new PyxproClients(new MerchantCache(
            new ResolverRunner(provider.GetRequiredService<IServiceScopeFactory>(), options.LookUpTimeout),
            mchId => new ResolvedMerchant(
                mchId,
                new MerchantFactory(
                    new PipelineProvider(pipelines),
                    telemetry.Log,
                    $"{nameof(PyxproOptions)}.",
                    timeProvider),
                getMerchant => new PyxproClient(transport, getMerchant, telemetry, timeProvider)),
            options,
            timeProvider,
            telemetry.Log));
    }
}
