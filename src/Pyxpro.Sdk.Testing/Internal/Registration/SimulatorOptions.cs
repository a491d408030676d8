using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Gives every merchant of a container an account at the simulator, after all other configuration of its
/// options.</summary>
internal sealed class SimulatorOptions(GatewaySimulator simulator, IEnumerable<SimulatedMerchant> chosen)
    : IPostConfigureOptions<PyxproOptions>
{
    public void PostConfigure(string? name, PyxproOptions options)
    {
        var merchant = chosen.LastOrDefault(merchant => merchant.Name == (name ?? Options.DefaultName));
        if (merchant is not null || string.IsNullOrEmpty(name))
        {
            simulator.ConnectToAccount(options, merchant?.MchId);
        }
        else
        {
            simulator.ConnectWithOwnAccount(options, name);
        }
    }
}
