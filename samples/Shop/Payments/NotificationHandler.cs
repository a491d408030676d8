using Pyxpro.Sdk;
using Pyxpro.Sdk.AspNetCore;

namespace Shop;

/// <summary>Takes what the gateway posts. Its return is what makes the gateway stop: nothing may be left to do
/// then.</summary>
public sealed class NotificationHandler(PaymentBook payments) : IPaymentNotificationHandler
{
    public Task HandleAsync(PaymentNotification notification, CancellationToken cancellationToken = default) =>
        // A payment that failed is no news: the order is unpaid, and can still be paid.
        notification.IsPaid
            ? payments.RecordAsync(Payment.From(notification), cancellationToken)
            : Task.CompletedTask;
}
