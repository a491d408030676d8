namespace Pyxpro.Sdk.AspNetCore;

/// <summary>Remembers which notifications were handled, for merchants whose orders do not say so themselves. It is
/// optional: the endpoint asks the one that is registered in the container, in the scope of the handler, and without
/// one each notification reaches the handler.</summary>
public interface IPaymentNotificationStore
{
    /// <summary>Handles a notification, unless one with the same key was handled before, and remembers it once it is
    /// handled.</summary>
    /// <remarks>
    /// While one with the same key is being handled, here or on another machine, another waits for its end or fails.
    /// What was not handled must not be remembered. Handling and remembering are one transaction only if both write in
    /// the same one; if they are not, the process can die between the two, and the handler gets the notification again.
    /// </remarks>
    /// <param name="key">Stands for what the notification tells; 64 of 0-9 and A-F. Of a payment: merchant, order,
    /// payment, amount and currency. Of a failure: every field but <c>nonce_str</c> and <c>sign</c>. The same
    /// notification has the same key each time that it is sent.</param>
    /// <param name="notification">The notification, for what people want to read in the store.</param>
    /// <param name="handle">Runs the handler.</param>
    /// <param name="cancellationToken">Is cancelled when the time for the answer is over.</param>
    /// <returns><see langword="true"/> if it was handled now, <see langword="false"/> if it had been handled
    /// before.</returns>
    Task<bool> HandleOnceAsync(
        string key,
        PaymentNotification notification,
        Func<CancellationToken, Task> handle,
        CancellationToken cancellationToken = default);
}
