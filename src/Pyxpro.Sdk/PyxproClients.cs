using Microsoft.Extensions.Options;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>The clients of merchants that are found at run time by an <see cref="IPyxproMerchantResolver"/>, such as
/// the tenants of an application. <c>AddPyxproMerchants</c> adds it to a container.</summary>
/// <remarks>
/// <para>An instance is thread-safe. The members are virtual and there is a protected constructor, so that callers'
/// tests can replace it.</para>
/// <para>Get the client for each piece of work, and do not keep it: only a look-up finds changed settings. A look-up is
/// used for <see cref="PyxproMerchantsOptions.RefreshInterval"/>. The circuit breaker and the throttle of retries are
/// those of the merchant, and outlive a changed key.</para>
/// </remarks>
public class PyxproClients
{
    private const int MaxLengthOfMchId = 32;

    private readonly MerchantCache? _merchants;

    internal PyxproClients(MerchantCache merchants) => _merchants = merchants;

    /// <summary>Makes an instance for callers' fakes. A member that is not overridden throws
    /// <see cref="InvalidOperationException"/>.</summary>
    protected PyxproClients()
    {
    }

    private MerchantCache Merchants => _merchants ?? throw new InvalidOperationException(
        "This instance was made by its protected constructor, for a fake: override the member that is called.");

    /// <summary>Gets the client of a merchant.</summary>
    /// <param name="mchId">The merchant, <c>mch_id</c>.</param>
    /// <param name="cancellationToken">Stops waiting for the look-up.</param>
    /// <exception cref="KeyNotFoundException">There is no such merchant.</exception>
    /// <exception cref="PyxproTransportException">The look-up failed or timed out; nothing was sent. The exception of
    /// the resolver is the inner one.</exception>
    /// <exception cref="OptionsValidationException">The merchant's settings are not valid. The message names the
    /// merchant and each setting.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public virtual async ValueTask<PyxproClient> GetAsync(
        string mchId, CancellationToken cancellationToken = default) =>
        await FindAsync(mchId, cancellationToken).ConfigureAwait(false) ?? throw new KeyNotFoundException(
            $"The resolver found no merchant {LogText.Quote(mchId)}.");

    /// <summary>Finds the client of a merchant.</summary>
    /// <param name="mchId">The merchant, <c>mch_id</c>.</param>
    /// <param name="cancellationToken">Stops waiting for the look-up.</param>
    /// <returns><see langword="null"/> if there is no such merchant.</returns>
    /// <exception cref="PyxproTransportException">The look-up failed or timed out; nothing was sent. The exception of
    /// the resolver is the inner one.</exception>
    /// <exception cref="OptionsValidationException">The merchant's settings are not valid. The message names the
    /// merchant and each setting.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public virtual ValueTask<PyxproClient?> FindAsync(string mchId, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(mchId);

        return FindAsync(mchId, isVerified: true, cancellationToken);
    }

    /// <summary>Finds the client of the merchant that a notification names. Nothing is verified yet:
    /// <see cref="PyxproClient.ParseNotification(ReadOnlyMemory{byte})"/> of that client verifies it with that
    /// merchant's key. The endpoint of Pyxpro.Sdk.AspNetCore does both.</summary>
    /// <remarks>Anybody can post any number of names. So at most 100 look-ups a second can find no merchant; further
    /// names that are not cached are not looked up, and a warning is logged.</remarks>
    /// <param name="body">The bytes of the HTTP body.</param>
    /// <param name="cancellationToken">Stops waiting for the look-up.</param>
    /// <returns><see langword="null"/> if the body names no merchant, or none that was found.</returns>
    /// <exception cref="PyxproTransportException">The look-up failed or timed out. The exception of the resolver is the
    /// inner one.</exception>
    /// <exception cref="OptionsValidationException">The merchant's settings are not valid. The message names the
    /// merchant and each setting.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public virtual ValueTask<PyxproClient?> FindForNotificationAsync(
        ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        // A longer number is that of no merchant.
        Span<char> mchId = stackalloc char[MaxLengthOfMchId];

        return XmlMessageCodec.TryReadField(body.Span, FieldNames.MchId, mchId, out var length)
            ? FindAsync(mchId[..length].ToString(), isVerified: false, cancellationToken)
            : default;
    }

    /// <summary>Makes the next use of a merchant look it up again, such as after the application has changed its
    /// settings. On other machines they are found within
    /// <see cref="PyxproMerchantsOptions.RefreshInterval"/>.</summary>
    /// <param name="mchId">The merchant, <c>mch_id</c>.</param>
    public virtual void Invalidate(string mchId)
    {
        ArgumentNullException.ThrowIfNull(mchId);
        Merchants.Invalidate(mchId);
    }

    // Asynchronous, so that the task reports what is wrong with the settings. A merchant that is cached costs no
    // allocation.
    private async ValueTask<PyxproClient?> FindAsync(
        string mchId, bool isVerified, CancellationToken cancellationToken)
    {
        var merchant = await Merchants.FindAsync(mchId, isVerified, cancellationToken).ConfigureAwait(false);
        if (merchant is null)
        {
            return null;
        }

        // Throws if the settings are not valid.
        _ = merchant.Get();

        return merchant.Client;
    }
}
