using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>Selects the client of the merchant that a notification names, among those of one endpoint.</summary>
internal sealed class MerchantSelector
{
    private const int MaxLength = 32;

    private readonly PyxproClient[] _clients;
    private readonly PyxproClients? _resolved;

    private MerchantSelector(PyxproClient[] clients, PyxproClients? resolved = null) =>
        (_clients, _resolved) = (clients, resolved);

    /// <summary>Selects among the merchants that are found at run time.</summary>
    public static MerchantSelector CreateForResolved(IServiceProvider services) => new(
        [],
        services.GetService<PyxproClients>() ?? throw new InvalidOperationException(
            $"{nameof(PyxproNotificationOptions)}.{nameof(PyxproNotificationOptions.ResolveMerchants)} is set, and no "
            + "resolver is registered. Call services.AddPyxproMerchants<YourResolver>() before the application is "
            + "built."));

    /// <summary>Gets the merchants' clients and validates their options: an endpoint must not be mapped without a
    /// key.</summary>
    public static MerchantSelector Create(IServiceProvider services, IReadOnlyList<string> names)
    {
        if (names is [{ Length: 0 }])
        {
            var client = services.GetService<PyxproClient>() ?? throw new InvalidOperationException(
                "No merchant without a name is registered. Call services.AddPyxpro(…) before the application is built, "
                + $"or set {nameof(PyxproNotificationOptions)}." + (services.GetService<PyxproClients>() is null
                    ? $"{nameof(PyxproNotificationOptions.Merchants)}."
                    : $"{nameof(PyxproNotificationOptions.ResolveMerchants)}."));

            // This validates the options.
            _ = client.MchId;

            return new MerchantSelector([client]);
        }

        var namesByMchId = new Dictionary<string, string>(StringComparer.Ordinal);
        var clients = new List<PyxproClient>();
        foreach (var name in names)
        {
            var client = services.GetKeyedService<PyxproClient>(name) ?? throw new InvalidOperationException(
                $"No merchant named '{name}' is registered. Call services.AddPyxpro(\"{name}\", …) before the "
                + "application is built.");
            if (!namesByMchId.TryAdd(client.MchId, name))
            {
                throw new InvalidOperationException(
                    $"The merchants '{namesByMchId[client.MchId]}' and '{name}' have the same MchId, so that nothing "
                    + "selects one of their keys. Map a separate endpoint for each.");
            }

            clients.Add(client);
        }

        return new MerchantSelector([.. clients]);
    }

    /// <summary>Selects the client that verifies a message, by the unverified <c>mch_id</c>. If there is none, the
    /// first client rejects the message and gives the reason.</summary>
    /// <returns><see langword="null"/> if the resolver finds no merchant.</returns>
    public ValueTask<PyxproClient?> SelectAsync(ReadOnlyMemory<byte> body, CancellationToken stop) => _resolved is null
        ? ValueTask.FromResult<PyxproClient?>(Select(body.Span))
        : _resolved.FindForNotificationAsync(body, stop);

    private PyxproClient Select(ReadOnlySpan<byte> body)
    {
        // A single client reads the message itself, and only once. A longer number is that of no merchant.
        Span<char> mchId = stackalloc char[MaxLength];
        if (_clients.Length > 1 && XmlMessageCodec.TryReadField(body, "mch_id", mchId, out var length))
        {
            foreach (var client in _clients)
            {
                if (IsClientOf(mchId[..length], client))
                {
                    return client;
                }
            }
        }

        return _clients[0];
    }

    private static bool IsClientOf(ReadOnlySpan<char> mchId, PyxproClient client)
    {
        try
        {
            return mchId.SequenceEqual(client.MchId);
        }
        catch (OptionsValidationException)
        {
            // Invalid options of one merchant must not affect the others.
            return false;
        }
    }
}
