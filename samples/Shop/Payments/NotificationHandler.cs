using Microsoft.Extensions.Options;
using Pyxpro.Sdk;
using Pyxpro.Sdk.AspNetCore;

namespace Shop;

/// <summary>Handles payment notifications. When it returns, the gateway gets <c>success</c> and sends no more. So
/// everything must be stored by then.</summary>
public sealed class NotificationHandler(
    PaymentBook payments, OrderCheck check, TimeProvider time, IOptions<ShopOptions> options)
    : IPaymentNotificationHandler
{
    public async Task HandleAsync(PaymentNotification notification, CancellationToken cancellationToken = default)
    {
        if (!notification.IsPaid)
        {
            return; // the order can still be paid
        }

        var payment = Payment.From(notification);
        if (await payments.FindOpenAsync(payment, cancellationToken) is { } order
            && IsLate(notification, order)
            && !await check.ConfirmAsync(order, cancellationToken))
        {
            throw new InvalidOperationException("A late notification: the query does not confirm the payment.");
        }

        await payments.RecordAsync(payment, cancellationToken);
    }

    // An old payment may have been refunded since, and there is no notification of that. A payment without a time may
    // be old.
    private bool IsLate(PaymentNotification notification, Order order)
    {
        var now = time.GetUtcNow();

        return notification.TimeEnd is not { } paidAt
            || now - paidAt > options.Value.TrustNotificationsFor
            || now - order.CreatedAt > options.Value.PayWithin;
    }
}
