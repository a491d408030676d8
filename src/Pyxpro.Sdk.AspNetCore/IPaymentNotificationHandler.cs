namespace Pyxpro.Sdk.AspNetCore;

/// <summary>Handles what the gateway posts to <c>notify_url</c> (guide 3.1.4), after it was verified. Register one in
/// the container; it is resolved anew, in a scope of its own, for each notification.</summary>
public interface IPaymentNotificationHandler
{
    /// <summary>Handles a notification. The gateway is told <c>success</c> only after this has returned; an exception
    /// or a cancellation makes it send again.</summary>
    /// <remarks>
    /// The notification is authentic, which does not mean paid, and it can come again, at once and on another machine:
    /// read <see cref="PaymentNotification.IsPaid"/>, compare it with the order by
    /// <see cref="PaymentNotification.EnsureMatches"/>, mark the order paid only if it is unpaid, and return after the
    /// commit. Where several merchants share a URL, an order is found by
    /// <see cref="PaymentNotification.MchId"/> and <see cref="PaymentNotification.OutTradeNo"/> together.
    /// </remarks>
    /// <param name="notification">What was verified.</param>
    /// <param name="cancellationToken">Is cancelled when <see cref="PyxproNotificationOptions.AnswerTimeout"/> is over;
    /// not when the connection breaks, because the payment is real all the same.</param>
    Task HandleAsync(PaymentNotification notification, CancellationToken cancellationToken = default);
}
