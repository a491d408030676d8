using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Testing;

/// <summary>Connects the <see cref="PyxproClient"/> of a container to a <see cref="GatewaySimulator"/>.</summary>
public static class PyxproSimulatorServiceCollectionExtensions
{
    /// <summary>Connects the client that <c>AddPyxpro</c> adds, before or after this call, to a simulator of the
    /// container. It can be injected as <see cref="GatewaySimulator"/>, and uses the container's
    /// <see cref="TimeProvider"/>, if there is one.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="name">The merchant's name in this process, as in <c>AddPyxpro</c>; <see langword="null"/> for the
    /// merchant without a name.</param>
    /// <param name="mchId">The merchant at the gateway; <see langword="null"/> uses the one of the simulator's
    /// constructor.</param>
    /// <returns>The services.</returns>
    /// <remarks>The gateway's URL, the merchant and the key are replaced by the simulator's. Everything else is the
    /// application's: an option that it does not set, such as <see cref="PyxproOptions.NotifyUrl"/>, or a client that
    /// it does not add, is missing as in production.</remarks>
    public static IServiceCollection AddPyxproSimulator(
        this IServiceCollection services, string? name = null, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.TryAddSingleton(provider => new GatewaySimulator(provider.GetService<TimeProvider>()));

        return services.UseSimulator(name ?? Options.DefaultName, mchId);
    }

    /// <summary>Connects the client that <c>AddPyxpro</c> adds, before or after this call, to a simulator of the
    /// test.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="simulator">The simulator. It can be injected too.</param>
    /// <param name="name">The merchant's name in this process, as in <c>AddPyxpro</c>; <see langword="null"/> for the
    /// merchant without a name.</param>
    /// <param name="mchId">The merchant at the gateway; <see langword="null"/> uses the one of the simulator's
    /// constructor.</param>
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
            .PostConfigure<GatewaySimulator>((options, simulator) => simulator.Configure(options, mchId));

        // After all other configuration, so that the order of the two calls does not matter.
        services.PostConfigure<HttpClientFactoryOptions>(
            name.Length == 0 ? "Pyxpro" : $"Pyxpro:{name}",
            options => options.HttpMessageHandlerBuilderActions.Add(builder =>
                builder.PrimaryHandler = builder.Services.GetRequiredService<GatewaySimulator>().CreateHandler()));

        return services;
    }
}
