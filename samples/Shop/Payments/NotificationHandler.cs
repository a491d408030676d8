using Microsoft.Extensions.Options;
using Pyxpro.Sdk;
using Pyxpro.Sdk.AspNetCore;

namespace Shop;

/// <summary>Takes what the gateway posts. Its return is what makes the gateway stop: nothing may be left to do
/// then.</summary>
public sealed class NotificationHandler(
    PaymentBook payments, OrderCheck check, TimeProvider time, IOptions<ShopOptions> options)
    : IPaymentNotificationHandler
{
    public async Task HandleAsync(PaymentNotification notification, CancellationToken cancellationToken = default)
    {
        if (!notification.IsPaid)
        {
            return; // no news: the order is unpaid, and can still be paid
        }

        var payment = Payment.From(notification);
        if (await payments.FindOpenAsync(payment, cancellationToken) is { } order
            && IsLate(notification, order)
            && !await check.ConfirmAsync(order, cancellationToken))
        {
            throw new InvalidOperationException("A payment was told late, and the gateway's query does not know it.");
        }

        await payments.RecordAsync(payment, cancellationToken);
    }

    // Since a payment that was long ago, money may have gone back, and no notification tells of that. Without a time
    // nobody knows how long ago it was.
    private bool IsLate(PaymentNotification notification, Order order)
    {
        var now = time.GetUtcNow();

        return notification.TimeEnd is not { } paidAt
            || now - paidAt > options.Value.TrustNotificationsFor
            || now - order.CreatedAt > options.Value.PayWithin;
    }
}
