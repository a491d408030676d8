using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Authorization;
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
/// <para>The signature is the authentication. So the endpoint allows anonymous access, whatever the application
/// requires by a fallback policy or for a group. A policy that is added to the endpoint itself counts. Antiforgery,
/// output caching and response compression do not apply to it.</para>
/// <para>Everything else in the application's pipeline does. <c>ShortCircuit()</c> takes the endpoint out of what
/// follows <c>UseRouting</c>; do not use it if a middleware selects a tenant there.</para>
/// <para>When the application has started, a warning names a merchant's <see cref="PyxproOptions.NotifyUrl"/> that the
/// gateway cannot reach, or whose path is not mapped to an endpoint of the merchant.</para>
/// </remarks>
public static class PyxproEndpointRouteBuilderExtensions
{
    private static readonly AnonymousAccess Anonymous = new();

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
    /// services are those of a scope that ends with the handler, of the request's services.</param>
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
    /// services are those of a scope that ends with the handler, of the request's services.</param>
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

        endpoint.NotifyUrlCheck.RunWhenStarted();

        // After the conventions of a group, and before those of the caller, which therefore count.
        var route = endpoints.MapPost(pattern, endpoint.InvokeAsync)
            .WithDisplayName($"Pyxpro notifications {pattern}")
            .WithMetadata(endpoint.NotifyUrlCheck)
            .DisableAntiforgery()
            .CacheOutput(policy => policy.NoCache());
        route.Add(builder => builder.Metadata.Add(Anonymous));
        route.Finally(RemoveAnonymousBeforePolicy);

        return route;
    }

    /// <summary>Removes the anonymous access if the caller has added a policy to this endpoint: otherwise ASP.NET Core
    /// would ignore the policy.</summary>
    private static void RemoveAnonymousBeforePolicy(EndpointBuilder builder)
    {
        var added = builder.Metadata.IndexOf(Anonymous);
        if (builder.Metadata.Skip(added).Any(
            item => item is IAuthorizeData or AuthorizationPolicy or IAuthorizationRequirementData))
        {
            builder.Metadata.Remove(Anonymous);
        }
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

    private sealed class AnonymousAccess : IAllowAnonymous;
}
