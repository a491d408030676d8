using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk.Testing.Internal;

namespace Pyxpro.Sdk.Testing;

/// <summary>Connects the clients of a container to a <see cref="GatewaySimulator"/>.</summary>
/// <remarks>
/// <para>One call connects the client of every merchant that the application adds with <c>AddPyxpro</c>, with or
/// without a name, before or after the call. None is left on a real gateway. A client that the application makes with
/// <c>new</c> is not connected.</para>
/// <para>The merchant without a name gets the account of the simulator's constructor: its number and its key are
/// replaced. A merchant with a name gets an account of its own, with the number and the key of the application's
/// configuration. A missing number is made up from the name, and a missing key at random. To choose the account of a
/// merchant, call the method with its name.</para>
/// <para>Everything else is the application's: an option that it does not set, such as
/// <see cref="PyxproOptions.NotifyUrl"/>, or a client that it does not add, is missing as in production.</para>
/// </remarks>
public static class PyxproSimulatorServiceCollectionExtensions
{
    /// <summary>Connects the clients of all merchants to a simulator of the container. It can be injected as
    /// <see cref="GatewaySimulator"/>, and uses the container's <see cref="TimeProvider"/>, if there is one.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="name">The merchant whose account is chosen, by its name in this process, as in <c>AddPyxpro</c>;
    /// <see langword="null"/> for the merchant without a name. The other merchants are connected too.</param>
    /// <param name="mchId">The account of that merchant; <see langword="null"/> uses the one of the simulator's
    /// constructor. It is added if the simulator has no such account.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddPyxproSimulator(
        this IServiceCollection services, string? name = null, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(services);

        services.TryAddSingleton(provider => new GatewaySimulator(provider.GetService<TimeProvider>()));

        return services.UseSimulator(name, mchId);
    }

    /// <summary>Connects the clients of all merchants to a simulator of the test.</summary>
    /// <param name="services">The container's services.</param>
    /// <param name="simulator">The simulator. It can be injected too.</param>
    /// <param name="name">The merchant whose account is chosen, by its name in this process, as in <c>AddPyxpro</c>;
    /// <see langword="null"/> for the merchant without a name. The other merchants are connected too.</param>
    /// <param name="mchId">The account of that merchant; <see langword="null"/> uses the one of the simulator's
    /// constructor. It is added if the simulator has no such account.</param>
    /// <returns>The services.</returns>
    public static IServiceCollection AddPyxproSimulator(
        this IServiceCollection services, GatewaySimulator simulator, string? name = null, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(simulator);

        services.Replace(ServiceDescriptor.Singleton(simulator));

        return services.UseSimulator(name, mchId);
    }

    private static IServiceCollection UseSimulator(this IServiceCollection services, string? name, string? mchId)
    {
        if (name is not null || mchId is not null)
        {
            services.AddSingleton(new SimulatedMerchant(name ?? Options.DefaultName, mchId));
        }

        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IPostConfigureOptions<PyxproOptions>, SimulatorOptions>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IHttpMessageHandlerBuilderFilter, SimulatorHandlerFilter>());

        return services;
    }
}
