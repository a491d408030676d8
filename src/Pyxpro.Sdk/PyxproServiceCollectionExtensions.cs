using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>Adds <see cref="PyxproClient"/> to a container.</summary>
/// <remarks>
/// The client is a singleton. Its options are validated when the host starts and read for every call, so that a key can
/// be changed in a running process. A change to options that are not valid makes calls throw
/// <see cref="OptionsValidationException"/> before anything is sent, until it is fixed. Its message names the invalid
/// setting, and shows no key. A setting that is not known is refused by its name. Calling it a second time for the same
/// merchant with the same section changes nothing; with other settings it throws
/// <see cref="InvalidOperationException"/>.
/// <para>Each attempt reaches the network at most once, whatever handlers the application adds to the
/// <see cref="HttpClient"/>. A failed attempt ends at once: no handler that retries or hedges delays it. What never
/// reached the last handler was not sent. A handler that replaces the request must copy its
/// <see cref="HttpRequestMessage.Options"/>.</para>
/// <para>A primary handler that the application configures, here or by <c>ConfigureHttpClientDefaults</c>, is used. It
/// is made safe in place: no redirects, cookies or decompression. The loggers of the factory are off for this client;
/// <c>AddDefaultLogger()</c> on the returned builder switches them on.</para>
/// </remarks>
public static class PyxproServiceCollectionExtensions
{
    /// <summary>Adds a client for one merchant, to be injected as <see cref="PyxproClient"/>.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder of the client's <see cref="HttpClient"/>.</returns>
    public static IHttpClientBuilder AddPyxpro(this IServiceCollection services, Action<PyxproOptions> configure) =>
        services.AddMerchant(Options.DefaultName, configure);

    /// <summary>Adds a client for one merchant, to be injected as <see cref="PyxproClient"/>.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="section">Holds the options by the names of the properties of <see cref="PyxproOptions"/>.</param>
    /// <returns>The builder of the client's <see cref="HttpClient"/>.</returns>
    public static IHttpClientBuilder AddPyxpro(this IServiceCollection services, IConfiguration section) =>
        services.AddMerchant(Options.DefaultName, section);

    /// <summary>Adds a client for one of several merchants, to be injected as a keyed service:
    /// <c>[FromKeyedServices("name")] PyxproClient</c>.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="name">The merchant's name in this process, which is the key of the service.</param>
    /// <param name="configure">Sets the options.</param>
    /// <returns>The builder of the client's <see cref="HttpClient"/>.</returns>
    public static IHttpClientBuilder AddPyxpro(
        this IServiceCollection services, string name, Action<PyxproOptions> configure)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);

        return services.AddMerchant(name, configure);
    }

    /// <summary>Adds a client for one of several merchants, to be injected as a keyed service:
    /// <c>[FromKeyedServices("name")] PyxproClient</c>.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="name">The merchant's name in this process, which is the key of the service.</param>
    /// <param name="section">Holds the options by the names of the properties of <see cref="PyxproOptions"/>.</param>
    /// <returns>The builder of the client's <see cref="HttpClient"/>.</returns>
    public static IHttpClientBuilder AddPyxpro(this IServiceCollection services, string name, IConfiguration section)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);

        return services.AddMerchant(name, section);
    }

    private static IHttpClientBuilder AddMerchant(
        this IServiceCollection services, string name, Action<PyxproOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        var merchant = new MerchantRegistration(name, configure);
        if (!merchant.TryAddTo(services))
        {
            return HttpClientRegistration.Add(services, HttpClientRegistration.NameOf(name));
        }

        services.AddOptions<PyxproOptions>(name).Configure(configure);

        return services.AddMerchant(merchant);
    }

    private static IHttpClientBuilder AddMerchant(this IServiceCollection services, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        var merchant = new MerchantRegistration(name, section);
        if (!merchant.TryAddTo(services))
        {
            return HttpClientRegistration.Add(services, HttpClientRegistration.NameOf(name));
        }

        services.AddSingleton<IOptionsChangeTokenSource<PyxproOptions>>(
            new ConfigurationChangeTokenSource<PyxproOptions>(name, section));
        services.AddOptions<PyxproOptions>(name).Configure(options => OptionsBinder.Bind(section, name, options));

        return services.AddMerchant(merchant);
    }

    private static IHttpClientBuilder AddMerchant(this IServiceCollection services, MerchantRegistration merchant)
    {
        var (name, path) = (merchant.Name, merchant.Path);
        services.AddTelemetry();
        services.TryAddSingleton(static provider => new MerchantRegistry(
            provider.GetRequiredService<Telemetry>(),
            HttpClientRegistration.GetTimeProvider(provider),
            provider.GetServices<MerchantRegistration>()));
        services.AddSingleton<IValidateOptions<PyxproOptions>>(provider => new PyxproOptionsValidator(
            name, path, provider.GetRequiredService<MerchantRegistry>().Get(name)));
        services.AddOptions<PyxproOptions>(name).ValidateOnStart();
        if (name.Length == 0)
        {
            services.TryAddSingleton(provider => CreateClient(provider, name));
        }
        else
        {
            services.TryAddKeyedSingleton(name, (provider, _) => CreateClient(provider, name));
        }

        return HttpClientRegistration.Add(services, HttpClientRegistration.NameOf(name));
    }

    internal static void AddTelemetry(this IServiceCollection services) =>
        services.TryAddSingleton(static provider => new Telemetry(
            HttpClientRegistration.GetTimeProvider(provider),
            provider.GetService<ILoggerFactory>()?.CreateLogger<PyxproClient>(),
            provider.GetService<IMeterFactory>()));

    private static PyxproClient CreateClient(IServiceProvider provider, string name)
    {
        var merchants = new MerchantProvider(
            provider.GetRequiredService<IOptionsMonitor<PyxproOptions>>(),
            name,
            provider.GetRequiredService<MerchantRegistry>().Get(name));

        return new PyxproClient(
            HttpClientRegistration.CreateTransport(provider, HttpClientRegistration.NameOf(name)),
            merchants.Get,
            provider.GetRequiredService<Telemetry>(),
            HttpClientRegistration.GetTimeProvider(provider));
    }
}
