using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk.AspNetCore.Internal;

namespace Pyxpro.Sdk.AspNetCore;

/// <summary>Maps the endpoint that <c>notify_url</c> names.</summary>
/// <remarks>
/// <para>Only POST is answered, with 200 and the text <c>success</c> after the handler has returned, and with 200 and
/// the text <c>fail</c> for everything else, which makes the gateway send again (guide 3.1.4). Nothing says why.</para>
/// <para>Only the bytes of the body are read, 64 KiB at most, whatever address, headers and query say. What is not
/// signed by the merchant's key reaches no handler.</para>
/// <para>The signature is the authentication. If the application demands another one of every endpoint, by a fallback
/// policy, exempt this one with <c>AllowAnonymous()</c>: the gateway has no other.</para>
/// </remarks>
public static class PyxproEndpointRouteBuilderExtensions
{
    /// <summary>Maps an endpoint that gives verified notifications to the <see cref="IPaymentNotificationHandler"/> of
    /// the container.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path, such as <c>/pyxpro/notify</c>.</param>
    /// <param name="options">The settings; <see langword="null"/> takes the defaults.</param>
    /// <returns>The endpoint's conventions.</returns>
    /// <exception cref="InvalidOperationException">A merchant or the handler is not registered, or two merchants are
    /// the same.</exception>
    /// <exception cref="OptionsValidationException">A merchant's options are not valid.</exception>
    public static IEndpointConventionBuilder MapPyxproNotifications(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        PyxproNotificationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<IServiceProviderIsService>()
            is { } services && !services.IsService(typeof(IPaymentNotificationHandler)))
        {
            throw new InvalidOperationException(
                $"No {nameof(IPaymentNotificationHandler)} is registered. Add one, such as "
                + $"services.AddScoped<{nameof(IPaymentNotificationHandler)}, YourHandler>(), or map a delegate.");
        }

        return endpoints.MapPyxproNotifications(
            pattern,
            static (notification, services, cancellationToken) => services
                .GetRequiredService<IPaymentNotificationHandler>().HandleAsync(notification, cancellationToken),
            options);
    }

    /// <summary>Maps an endpoint that gives verified notifications to a delegate.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path, such as <c>/pyxpro/notify</c>.</param>
    /// <param name="handler">Handles a notification, as <see cref="IPaymentNotificationHandler.HandleAsync"/> does. The
    /// services are those of a scope that ends with the handler.</param>
    /// <param name="options">The settings; <see langword="null"/> takes the defaults.</param>
    /// <returns>The endpoint's conventions.</returns>
    /// <exception cref="InvalidOperationException">A merchant is not registered, or two are the same.</exception>
    /// <exception cref="OptionsValidationException">A merchant's options are not valid.</exception>
    public static IEndpointConventionBuilder MapPyxproNotifications(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        Func<PaymentNotification, IServiceProvider, CancellationToken, Task> handler,
        PyxproNotificationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentException.ThrowIfNullOrWhiteSpace(pattern);
        ArgumentNullException.ThrowIfNull(handler);

        var endpoint = NotificationEndpoint.Create(
            endpoints.ServiceProvider, handler, options ?? new PyxproNotificationOptions());

        return endpoints.MapPost(pattern, endpoint.InvokeAsync).WithDisplayName($"Pyxpro notifications {pattern}");
    }
}
