using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.AspNetCore;

/// <summary>The options of one notification endpoint. They can be bound from a configuration section:
/// <c>services.Configure&lt;PyxproNotificationOptions&gt;(section)</c>.</summary>
/// <remarks>They are read and validated once, by <c>MapPyxproNotifications</c>, which throws
/// <see cref="OptionsValidationException"/> if a value is out of range.</remarks>
public sealed class PyxproNotificationOptions
{
    /// <summary>Gets or sets the merchants whose notifications are accepted, by their names in
    /// <c>AddPyxpro</c>.</summary>
    /// <value>Empty by default, for the merchant by whose name the endpoint is mapped, or the one without a name. With
    /// several, <c>mch_id</c> selects the merchant, and only that merchant's key verifies the notification.</value>
    public IReadOnlyList<string> Merchants { get; set; } = [];

    /// <summary>Gets or sets whether the notifications of all merchants are accepted that the
    /// <see cref="IPyxproMerchantResolver"/> of <c>AddPyxproMerchants</c> finds. <c>mch_id</c> selects the merchant,
    /// and only that merchant's key verifies the notification. The look-up counts within
    /// <see cref="ResponseTimeout"/>.</summary>
    /// <value><see langword="false"/> by default. It cannot be combined with <see cref="Merchants"/>: map an endpoint
    /// for each.</value>
    public bool ResolveMerchants { get; set; }

    /// <summary>Gets or sets the timeout for receiving and handling a notification together. After it, the handler is
    /// cancelled, and the response makes the gateway retry.</summary>
    /// <value>4 seconds by default, because the gateway waits 5 (guide 3.1.4); 100 milliseconds to 5 minutes.</value>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(4);

    /// <summary>Gets or sets how many handlers can run concurrently. Another notification is verified and then
    /// throttled: the response makes the gateway retry.</summary>
    /// <value>100 by default, which is the usual size of a connection pool; 1 to 1,000. A handler that runs after
    /// <see cref="ResponseTimeout"/> counts until it ends. Handlers run on dedicated threads, at most two for each of
    /// them, which are created on demand. Handlers that block take no thread from the thread pool.</value>
    public int MaxConcurrentHandlers { get; set; } = 100;
}
