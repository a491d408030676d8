using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Testing;

/// <summary>Puts the <see cref="PyxproClient"/> of a container on a <see cref="GatewaySimulator"/>.</summary>
public static class PyxproSimulatorServiceCollectionExtensions
{
    /// <summary>Puts the client that <c>AddPyxpro</c> adds, before or afterwards, on a simulator of the container,
    /// which can be injected as <see cref="GatewaySimulator"/> and goes by the container's <see cref="TimeProvider"/>,
    /// if it has one.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="name">The name that the merchant has in the process, where <c>AddPyxpro</c> was given one.</param>
    /// <param name="mchId">The merchant at the gateway; <see langword="null"/> takes the one that the simulator was
    /// made with.</param>
    /// <returns>The services.</returns>
    /// <remarks>The gateway's URL, the merchant and the key become the simulator's, whatever the configuration says.
    /// All else is the application's: a setting that it forgot, such as <see cref="PyxproOptions.NotifyUrl"/>, or a
    /// client that it did not add, is missing as in production.</remarks>
    public static IServiceCollection AddPyxproSimulator(
        this IServiceCollection services, string? name = null, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.TryAddSingleton(provider => new GatewaySimulator(provider.GetService<TimeProvider>()));

        return services.UseSimulator(name ?? Options.DefaultName, mchId);
    }

    /// <summary>Puts the client that <c>AddPyxpro</c> adds, before or afterwards, on a simulator that a test has
    /// made.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="simulator">The simulator, which can also be injected.</param>
    /// <param name="name">The name that the merchant has in the process, where <c>AddPyxpro</c> was given one.</param>
    /// <param name="mchId">The merchant at the gateway; <see langword="null"/> takes the one that the simulator was
    /// made with.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddPyxproSimulator(
        this IServiceCollection services, GatewaySimulator simulator, string? name = null, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(simulator);

        services.Replace(ServiceDescriptor.Singleton(simulator));

        return services.UseSimulator(name ?? Options.DefaultName, mchId);
    }

    private static IServiceCollection UseSimulator(this IServiceCollection services, string name, string? mchId)
    {
        services.AddOptions<PyxproOptions>(name)
            .PostConfigure<GatewaySimulator>((options, simulator) => simulator.Connect(options, mchId));

        // After all other configuration, so that it does not matter which was added first.
        services.PostConfigure<HttpClientFactoryOptions>(
            name.Length == 0 ? "Pyxpro" : $"Pyxpro:{name}",
            options => options.HttpMessageHandlerBuilderActions.Add(builder =>
                builder.PrimaryHandler = builder.Services.GetRequiredService<GatewaySimulator>().CreateHandler()));

        return services;
    }
}
