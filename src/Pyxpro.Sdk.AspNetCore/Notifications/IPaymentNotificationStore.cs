namespace Pyxpro.Sdk.AspNetCore;

/// <summary>Stores which notifications were handled, for merchants whose orders do not record it. It is optional: the
/// endpoint uses the one that is registered in the container, in the scope of the handler. Without a store each
/// notification reaches the handler.</summary>
public interface IPaymentNotificationStore
{
    /// <summary>Handles a notification, unless one with the same key was handled before, and stores the key
    /// afterwards.</summary>
    /// <remarks>
    /// While one with the same key is handled, on any machine, a duplicate waits for its end or fails. The key must not
    /// be stored unless the handler has succeeded. If the handler and the store do not write in the same transaction,
    /// the process can end between the two, and the handler gets the notification again.
    /// </remarks>
    /// <param name="key">The idempotency key: 64 of 0-9 and A-F. For a payment it is a hash of merchant, order,
    /// payment, amount and currency; for a failed payment, of every field except <c>nonce_str</c> and <c>sign</c>. A
    /// notification has the same key each time that it is sent.</param>
    /// <param name="notification">The notification, for further columns of the store.</param>
    /// <param name="handle">Runs the handler.</param>
    /// <param name="cancellationToken">Is cancelled after
    /// <see cref="PyxproNotificationOptions.ResponseTimeout"/>.</param>
    /// <returns><see langword="true"/> if it was handled now, <see langword="false"/> for a duplicate.</returns>
    Task<bool> HandleOnceAsync(
        string key,
        PaymentNotification notification,
        Func<CancellationToken, Task> handle,
        CancellationToken cancellationToken = default);
}
