using System.Net;
using System.Net.Http.Headers;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Stands where the network stands: takes a POST to the gateway and gives its answer.</summary>
internal sealed class SimulatorHandler(GatewaySimulator simulator) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (request.Method != HttpMethod.Post || request.Content is null)
        {
            return new HttpResponseMessage(HttpStatusCode.MethodNotAllowed) { RequestMessage = request };
        }

        var body = await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var content = new ByteArrayContent(simulator.Answer(body));
        content.Headers.ContentType = new MediaTypeHeaderValue("text/xml", "utf-8");

        return new HttpResponseMessage(HttpStatusCode.OK) { Content = content, RequestMessage = request };
    }
}
