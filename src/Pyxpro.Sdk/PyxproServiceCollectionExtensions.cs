using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>Adds <see cref="PyxproClient"/> to a container.</summary>
/// <remarks>
/// The client is a singleton. Its options are validated when the host starts and read for every call, so that a key can
/// be changed in a running process. A change to options that are not valid makes calls throw
/// <see cref="OptionsValidationException"/> before anything is sent, until it is fixed. Its message names the invalid
/// setting, and shows no value of the configuration. Each request reaches the network at most once. A handler that
/// retries or hedges cannot send it again, except one that makes a new request without the options of the old one.
/// </remarks>
public static class PyxproServiceCollectionExtensions
{
    internal const string DefaultHttpClientName = "Pyxpro";

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
        services.AddOptions<PyxproOptions>(name).Configure(configure);

        return services.AddMerchant(name, path: $"{nameof(PyxproOptions)}.");
    }

    private static IHttpClientBuilder AddMerchant(this IServiceCollection services, string name, IConfiguration section)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(section);
        services.AddSingleton<IOptionsChangeTokenSource<PyxproOptions>>(
            new ConfigurationChangeTokenSource<PyxproOptions>(name, section));
        services.AddOptions<PyxproOptions>(name).Configure(options => OptionsBinder.Bind(section, name, options));

        return services.AddMerchant(name, path: section is IConfigurationSection { Path: var path } ? $"{path}:" : "");
    }

    private static IHttpClientBuilder AddMerchant(this IServiceCollection services, string name, string path)
    {
        services.AddTelemetry();
        services.TryAddSingleton(static provider => new MerchantRegistry(
            provider.GetRequiredService<Telemetry>(), GetTimeProvider(provider)));
        services.AddSingleton<IValidateOptions<PyxproOptions>>(provider => new PyxproOptionsValidator(
            name, path, provider.GetRequiredService<MerchantRegistry>().Get(name)));
        services.AddOptions<PyxproOptions>(name).ValidateOnStart();

        var httpClientName = name.Length == 0 ? DefaultHttpClientName : $"{DefaultHttpClientName}:{name}";
        if (name.Length == 0)
        {
            services.TryAddSingleton(provider => CreateClient(provider, name, httpClientName));
        }
        else
        {
            services.TryAddKeyedSingleton(name, (provider, _) => CreateClient(provider, name, httpClientName));
        }

        return services.AddHttpClientOfMerchants(httpClientName);
    }

    internal static void AddTelemetry(this IServiceCollection services) =>
        services.TryAddSingleton(static provider => new Telemetry(
            GetTimeProvider(provider),
            provider.GetService<ILoggerFactory>()?.CreateLogger<PyxproClient>(),
            provider.GetService<IMeterFactory>()));

    internal static IHttpClientBuilder AddHttpClientOfMerchants(this IServiceCollection services, string httpClientName)
    {
        // After all other configuration, so that it is the last handler.
        services.PostConfigure<HttpClientFactoryOptions>(
            httpClientName, options => options.HttpMessageHandlerBuilderActions.Add(AddSendOnceHandler));

        // The client keeps its HttpClient: the handler renews connections, and the client itself keeps timeouts.
        return services
            .AddHttpClient(httpClientName, client => client.Timeout = Timeout.InfiniteTimeSpan)
            .ConfigurePrimaryHttpMessageHandler(PyxproClient.CreateHandler)
            .SetHandlerLifetime(Timeout.InfiniteTimeSpan);
    }

    private static void AddSendOnceHandler(HttpMessageHandlerBuilder builder)
    {
        // AddPyxpro can be called twice for one merchant.
        if (!builder.AdditionalHandlers.OfType<SendOnceHandler>().Any())
        {
            builder.AdditionalHandlers.Add(new SendOnceHandler());
        }
    }

    internal static TimeProvider GetTimeProvider(IServiceProvider provider) =>
        provider.GetService<TimeProvider>() ?? TimeProvider.System;

    private static PyxproClient CreateClient(IServiceProvider provider, string name, string httpClientName)
    {
        var merchants = new MerchantProvider(
            provider.GetRequiredService<IOptionsMonitor<PyxproOptions>>(),
            name,
            provider.GetRequiredService<MerchantRegistry>().Get(name));

        return CreateClient(provider, httpClientName, merchants.Get);
    }

    internal static PyxproClient CreateClient(
        IServiceProvider provider, string httpClientName, Func<PreparedMerchant> getMerchant) => new(
            provider.GetRequiredService<IHttpClientFactory>().CreateClient(httpClientName),
            getMerchant,
            provider.GetRequiredService<Telemetry>(),
            GetTimeProvider(provider));
}
