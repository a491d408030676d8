using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>The merchants whose notifications one endpoint accepts.</summary>
internal sealed class MerchantSelector
{
    private readonly PyxproClient[] _clients;

    private MerchantSelector(PyxproClient[] clients) => _clients = clients;

    /// <summary>Finds the merchants' clients, and makes sure that each can verify: an endpoint without a key must not
    /// come into being.</summary>
    public static MerchantSelector Find(IServiceProvider services, IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            var client = services.GetService<PyxproClient>() ?? throw new InvalidOperationException(
                "No merchant without a name is registered. Call services.AddPyxpro(…) before the application is built, "
                + $"or name merchants in {nameof(PyxproNotificationOptions)}."
                + $"{nameof(PyxproNotificationOptions.Merchants)}.");

            // Reading it validates the options.
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
                    + "chooses between their keys. Map an endpoint of its own for each.");
            }

            clients.Add(client);
        }

        return new MerchantSelector([.. clients]);
    }

    /// <summary>Chooses whose key verifies a message. One that names nobody here is refused by whichever client, which
    /// says why.</summary>
    public PyxproClient Choose(ReadOnlySpan<byte> body) =>
        _clients.Length == 1 || !XmlMessageCodec.TryDecode(body, out var message)
            || !message.TryGetValue("mch_id", out var mchId)
            ? _clients[0]
            : Array.Find(_clients, client => IsFor(client, mchId)) ?? _clients[0];

    private static bool IsFor(PyxproClient client, string mchId)
    {
        try
        {
            return client.MchId == mchId;
        }
        catch (OptionsValidationException)
        {
            // The broken configuration of one merchant must not stop the others.
            return false;
        }
    }
}
