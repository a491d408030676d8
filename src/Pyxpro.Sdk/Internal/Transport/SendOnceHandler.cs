namespace Pyxpro.Sdk.Internal;

/// <summary>
/// Stands next to the network and lets each attempt pass once, so that no handler before it can send a signed request
/// again, not even one that has read the body into memory or copies the request.
/// </summary>
internal sealed class SendOnceHandler : DelegatingHandler
{
    public SendOnceHandler()
    {
    }

    public SendOnceHandler(HttpMessageHandler innerHandler)
        : base(innerHandler)
    {
    }

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Options.TryGetValue(OnceContent.OfRequest, out var attempt);
        attempt?.Pass();

        // SocketsHttpHandler sends a request anew when a server goes away instead of saying "continue".
        request.Headers.ExpectContinue = false;
        try
        {
            return await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            attempt?.Fail(exception);
            throw;
        }
    }
}
