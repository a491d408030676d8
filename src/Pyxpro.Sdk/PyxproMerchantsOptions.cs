namespace Pyxpro.Sdk;

/// <summary>The options of <see cref="PyxproClients"/>. They are validated when the host starts, and read
/// once.</summary>
public sealed class PyxproMerchantsOptions
{
    /// <summary>Gets or sets how many merchants are cached. When there are more, the one that was not used for the
    /// longest time is removed, and is looked up again when it is used. A removed merchant loses the state of its
    /// circuit breaker.</summary>
    /// <value>10,000 by default; 1 to 1,000,000.</value>
    public int MaxMerchants { get; set; } = 10_000;

    /// <summary>Gets or sets for how long the result of a look-up is used, also if there is no such merchant. A changed
    /// key takes effect within this time.</summary>
    /// <value>10 seconds by default; 1 second to 1 hour.</value>
    public TimeSpan RefreshInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Gets or sets how long a look-up may take.</summary>
    /// <value>10 seconds by default; 100 milliseconds to 5 minutes.</value>
    public TimeSpan LookUpTimeout { get; set; } = TimeSpan.FromSeconds(10);
}
