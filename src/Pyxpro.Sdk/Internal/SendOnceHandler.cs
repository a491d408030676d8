namespace Pyxpro.Sdk.Internal;

/// <summary>
/// Stands next to the network and lets each request pass once, so that no handler before it can send a signed request
/// again, not even one that has read the body into memory.
/// </summary>
internal sealed class SendOnceHandler : DelegatingHandler
{
    private static readonly HttpRequestOptionsKey<SendOnceHandler> SentBy = new("Pyxpro.Sdk.SentBy");

    public SendOnceHandler()
    {
    }

    public SendOnceHandler(HttpMessageHandler innerHandler)
        : base(innerHandler)
    {
    }

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Two of these stand in a row where AddPyxpro was called twice; each knows its own requests.
        if (request.Options.TryGetValue(SentBy, out var handler) && handler == this)
        {
            throw OnceContent.SecondTime();
        }

        request.Options.Set(SentBy, this);

        // SocketsHttpHandler sends a request anew when a server goes away instead of saying "continue".
        request.Headers.ExpectContinue = false;

        return base.SendAsync(request, cancellationToken);
    }
}
