using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Tests;

/// <summary>How a shop differs from one merchant with one endpoint whose handler does nothing.</summary>
internal sealed class ShopSetup
{
    public Action<IServiceCollection> Services { get; init; } = AddMerchant;

    public Func<PaymentNotification, IServiceProvider, CancellationToken, Task> Handler { get; init; } =
        (_, _, _) => Task.CompletedTask;

    /// <summary>Gets what is done before the endpoint is mapped.</summary>
    public Action<WebApplication> Middleware { get; init; } = _ => { };

    /// <summary>Gets the conventions of the endpoint.</summary>
    public Action<IEndpointConventionBuilder> Conventions { get; init; } = _ => { };

    public PyxproNotificationOptions Options { get; init; } = new();

    public static void AddMerchant(IServiceCollection services) =>
        services.AddPyxpro(options => TestMerchant.Configure(options));
}
