namespace Pyxpro.Sdk.AspNetCore;

/// <summary>Handles the notifications that the gateway posts to <c>notify_url</c> (guide 3.1.4), after they were
/// verified. Register it in the container. It is resolved for each notification, in a scope of its own, from
/// <c>HttpContext.RequestServices</c>, which a middleware can replace by the services of a tenant.</summary>
public interface IPaymentNotificationHandler
{
    /// <summary>Handles a notification. The response is <c>success</c> only after this method has completed. After an
    /// exception or a cancellation the gateway retries.</summary>
    /// <remarks>
    /// The notification is authentic, but not necessarily paid. Delivery is at-least-once: duplicates can arrive
    /// concurrently, and on other machines. Read <see cref="PaymentNotification.IsPaid"/>, compare the notification
    /// with the order by <see cref="PaymentNotification.EnsureMatches"/>, mark the order paid only if it is unpaid, and
    /// return after the commit. If several merchants share a URL, find an order by
    /// <see cref="PaymentNotification.MchId"/> and <see cref="PaymentNotification.OutTradeNo"/> together.
    /// </remarks>
    /// <param name="notification">The verified notification.</param>
    /// <param name="cancellationToken">Is cancelled after <see cref="PyxproNotificationOptions.ResponseTimeout"/>, but
    /// not when the connection breaks.</param>
    Task HandleAsync(PaymentNotification notification, CancellationToken cancellationToken = default);
}
