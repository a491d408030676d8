using Microsoft.Extensions.Http;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Connects the client of every merchant to the simulator, also of one that is added later. It runs after all
/// other configuration of the handlers, so that no client is left on a real gateway.</summary>
internal sealed class SimulatorHandlerFilter(GatewaySimulator simulator) : IHttpMessageHandlerBuilderFilter
{
    private const string ClientName = "Pyxpro";

    public Action<HttpMessageHandlerBuilder> Configure(Action<HttpMessageHandlerBuilder> next) => builder =>
    {
        next(builder);
        if (builder.Name == ClientName || builder.Name?.StartsWith($"{ClientName}:", StringComparison.Ordinal) == true)
        {
            builder.PrimaryHandler = simulator.CreateHandler();
        }
    };
}
