using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Internal;

/// <summary>Adds the <see cref="HttpClient"/> of merchants to a container, with handlers that are safe for signed
/// requests, whatever else the application configures for it or for all of its clients.</summary>
internal sealed class HttpClientRegistration
{
    /// <summary>The client of the merchant without a name, and of those that are found at run time.</summary>
    public const string DefaultName = "Pyxpro";

    private readonly string _name;

    private HttpClientRegistration(string name) => _name = name;

    /// <summary>Returns the name of the <see cref="HttpClient"/> of a merchant.</summary>
    /// <param name="merchant">The merchant's name in this process; empty for the only one.</param>
    public static string NameOf(string merchant) => merchant.Length == 0 ? DefaultName : $"{DefaultName}:{merchant}";

    /// <summary>Adds the client, unless it has been added.</summary>
    public static IHttpClientBuilder Add(IServiceCollection services, string name)
    {
        if (services.Any(service => !service.IsKeyedService
            && service.ImplementationInstance is HttpClientRegistration { _name: var former } && former == name))
        {
            return services.AddHttpClient(name);
        }

        services.AddSingleton(new HttpClientRegistration(name));
        services.TryAddSingleton(static provider => new PrimaryHandlers(
            provider.GetRequiredService<Telemetry>(), GetTimeProvider(provider)));
        if (!services.Any(static service =>
            !service.IsKeyedService && service.ImplementationType == typeof(SendOnceFilter)))
        {
            // The first filter acts last.
            services.Insert(0, ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter, SendOnceFilter>());
        }

        // Around all other configuration: the application's own replaces or changes the handler, which is then
        // hardened.
        services.PostConfigure<HttpClientFactoryOptions>(name, static options =>
        {
            options.HttpMessageHandlerBuilderActions.Insert(
                0, static builder => builder.PrimaryHandler = PyxproClient.CreateHandler());
            options.HttpMessageHandlerBuilderActions.Add(static builder => builder.Services
                .GetRequiredService<PrimaryHandlers>().Harden(builder.PrimaryHandler, builder.Name ?? ""));
        });

        // The handlers are made when the host starts, so that what is wrong with them is logged then.
        services.AddOptions<HandlerCheck>(name)
            .Validate<IHttpMessageHandlerFactory>((_, factory) => factory.CreateHandler(name) is not null)
            .ValidateOnStart();

        // The client itself keeps timeouts and logs.
        return services
            .AddHttpClient(name, static client => client.Timeout = Timeout.InfiniteTimeSpan)
            .RemoveAllLoggers();
    }

    /// <summary>Makes what sends attempts by the client.</summary>
    public static HttpTransport CreateTransport(IServiceProvider provider, string name)
    {
        var source = new HttpClientSource(
            provider.GetRequiredService<IHttpClientFactory>(),
            provider.GetRequiredService<IOptionsMonitor<HttpClientFactoryOptions>>(),
            name);

        return new HttpTransport(source.Get, HandlerChain.SendsOnce, GetTimeProvider(provider));
    }

    public static TimeProvider GetTimeProvider(IServiceProvider provider) =>
        provider.GetService<TimeProvider>() ?? TimeProvider.System;

    private sealed class HandlerCheck;

    /// <summary>Adds the last handler, after all filters and actions of the application.</summary>
    private sealed class SendOnceFilter(PrimaryHandlers handlers, IEnumerable<HttpClientRegistration> registrations)
        : IHttpMessageHandlerBuilderFilter
    {
        public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
        {
            next(builder);
            if (registrations.Any(registration => registration._name == builder.Name))
            {
                builder.PrimaryHandler = handlers.SendOnce(builder.PrimaryHandler);
            }
        };
    }
}
