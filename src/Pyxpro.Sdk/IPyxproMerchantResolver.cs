namespace Pyxpro.Sdk;

/// <summary>Finds the settings of merchants that are not known when the application starts, such as in its database.
/// <c>AddPyxproMerchants</c> registers it. It is resolved for each look-up, in a scope of its own.</summary>
public interface IPyxproMerchantResolver
{
    /// <summary>Finds the settings of a merchant.</summary>
    /// <remarks>
    /// The number can come from anybody who posts to <c>notify_url</c>: use it as a parameter of a query, and nothing
    /// else. Concurrent calls for one merchant share one look-up. It does not see the <c>AsyncLocal</c> values of any
    /// of them, such as <c>IHttpContextAccessor</c> or a transaction. Return the same
    /// <see cref="PyxproOptions.ConfigureResilience"/> each time, or none: a new delegate counts as a changed setting,
    /// and closes the circuit breaker.
    /// </remarks>
    /// <param name="mchId">The merchant, <c>mch_id</c>: 1 to 32 visible ASCII characters.</param>
    /// <param name="cancellationToken">Is cancelled when nobody waits for the result any more, or after
    /// <see cref="PyxproMerchantsOptions.LookUpTimeout"/>.</param>
    /// <returns>The settings, with the same <see cref="PyxproOptions.MchId"/>; <see langword="null"/> if there is no
    /// such merchant.</returns>
    ValueTask<PyxproOptions?> FindAsync(string mchId, CancellationToken cancellationToken = default);
}
