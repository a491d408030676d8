using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk.AspNetCore.Internal;

namespace Pyxpro.Sdk.AspNetCore;

/// <summary>Maps the webhook endpoint for <c>notify_url</c>.</summary>
/// <remarks>
/// <para>The endpoint accepts POST only. It responds with status 200 and the text <c>success</c> after the handler has
/// succeeded, and with status 200 and the text <c>fail</c> otherwise, which makes the gateway retry (guide 3.1.4). It
/// never says why.</para>
/// <para>It reads only the body, at most 64 KiB, and ignores address, headers and query. What is not signed with the
/// merchant's key reaches no handler.</para>
/// <para>The signature is the authentication. If the application requires another one of all endpoints, by a fallback
/// policy, exempt this endpoint with <c>AllowAnonymous()</c>: the gateway has no other.</para>
/// </remarks>
public static class PyxproEndpointRouteBuilderExtensions
{
    /// <summary>Maps an endpoint that passes verified notifications to the <see cref="IPaymentNotificationHandler"/> of
    /// the container.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path, such as <c>/pyxpro/notify</c>.</param>
    /// <param name="name">The merchant's name in this process, as in <c>AddPyxpro</c>, and of the
    /// <see cref="PyxproNotificationOptions"/> in the container; <see langword="null"/> for the merchant and the
    /// options without a name.</param>
    /// <returns>The endpoint's conventions.</returns>
    /// <exception cref="InvalidOperationException">A merchant or the handler is not registered, or two merchants are
    /// the same.</exception>
    /// <exception cref="OptionsValidationException">The options of the endpoint or of a merchant are not
    /// valid.</exception>
    public static IEndpointConventionBuilder MapPyxproNotifications(
        this IEndpointRouteBuilder endpoints, [StringSyntax("Route")] string pattern, string? name = null)
    {
        CheckHandler(endpoints);

        return endpoints.MapPyxproNotifications(pattern, HandleAsync, name);
    }

    /// <summary>Maps an endpoint that passes verified notifications to a delegate.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path, such as <c>/pyxpro/notify</c>.</param>
    /// <param name="handler">Handles a notification, as <see cref="IPaymentNotificationHandler.HandleAsync"/> does. The
    /// services are those of a scope that ends with the handler.</param>
    /// <param name="name">The merchant's name in this process, as in <c>AddPyxpro</c>, and of the
    /// <see cref="PyxproNotificationOptions"/> in the container; <see langword="null"/> for the merchant and the
    /// options without a name.</param>
    /// <returns>The endpoint's conventions.</returns>
    /// <exception cref="InvalidOperationException">A merchant is not registered, or two are the same.</exception>
    /// <exception cref="OptionsValidationException">The options of the endpoint or of a merchant are not
    /// valid.</exception>
    public static IEndpointConventionBuilder MapPyxproNotifications(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        Func<PaymentNotification, IServiceProvider, CancellationToken, Task> handler,
        string? name = null)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (name is not null)
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(name);
        }

        var options = endpoints.ServiceProvider
            .GetRequiredService<IOptionsMonitor<PyxproNotificationOptions>>()
            .Get(name ?? Options.DefaultName);

        return Map(endpoints, pattern, handler, options, name);
    }

    /// <summary>Maps an endpoint with options of its own, which passes verified notifications to the
    /// <see cref="IPaymentNotificationHandler"/> of the container.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path, such as <c>/pyxpro/notify</c>.</param>
    /// <param name="options">The options. Those of the container are not used.</param>
    /// <returns>The endpoint's conventions.</returns>
    /// <exception cref="InvalidOperationException">A merchant or the handler is not registered, or two merchants are
    /// the same.</exception>
    /// <exception cref="OptionsValidationException">The options of the endpoint or of a merchant are not
    /// valid.</exception>
    public static IEndpointConventionBuilder MapPyxproNotifications(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        PyxproNotificationOptions options)
    {
        CheckHandler(endpoints);

        return endpoints.MapPyxproNotifications(pattern, HandleAsync, options);
    }

    /// <summary>Maps an endpoint with options of its own, which passes verified notifications to a delegate.</summary>
    /// <param name="endpoints">The application.</param>
    /// <param name="pattern">The path, such as <c>/pyxpro/notify</c>.</param>
    /// <param name="handler">Handles a notification, as <see cref="IPaymentNotificationHandler.HandleAsync"/> does. The
    /// services are those of a scope that ends with the handler.</param>
    /// <param name="options">The options. Those of the container are not used.</param>
    /// <returns>The endpoint's conventions.</returns>
    /// <exception cref="InvalidOperationException">A merchant is not registered, or two are the same.</exception>
    /// <exception cref="OptionsValidationException">The options of the endpoint or of a merchant are not
    /// valid.</exception>
    public static IEndpointConventionBuilder MapPyxproNotifications(
        this IEndpointRouteBuilder endpoints,
        [StringSyntax("Route")] string pattern,
        Func<PaymentNotification, IServiceProvider, CancellationToken, Task> handler,
        PyxproNotificationOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(options);

        return Map(endpoints, pattern, handler, options, name: null);
    }

    private static IEndpointConventionBuilder Map(
        IEndpointRouteBuilder endpoints,
        string pattern,
        Func<PaymentNotification, IServiceProvider, CancellationToken, Task> handler,
        PyxproNotificationOptions options,
        string? name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(pattern);
        ArgumentNullException.ThrowIfNull(handler);

        var endpoint = NotificationEndpoint.Create(endpoints.ServiceProvider, handler, options, name);

        return endpoints.MapPost(pattern, endpoint.InvokeAsync).WithDisplayName($"Pyxpro notifications {pattern}");
    }

    private static void CheckHandler(IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        if (endpoints.ServiceProvider.GetService<IServiceProviderIsService>()
            is { } services && !services.IsService(typeof(IPaymentNotificationHandler)))
        {
            throw new InvalidOperationException(
                $"No {nameof(IPaymentNotificationHandler)} is registered. Add one, such as "
                + $"services.AddScoped<{nameof(IPaymentNotificationHandler)}, YourHandler>(), or map a delegate.");
        }
    }

    private static Task HandleAsync(
        PaymentNotification notification, IServiceProvider services, CancellationToken cancellationToken) => services
        .GetRequiredService<IPaymentNotificationHandler>().HandleAsync(notification, cancellationToken);
}
