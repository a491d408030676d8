namespace Pyxpro.Sdk.Internal;

/// <summary>
/// The last handler before the network. It sends each attempt once, so that no handler before it can send a signed
/// request again, not even one that buffers the body or copies the request.
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
        request.Options.TryGetValue(SingleUseContent.OfRequest, out var attempt);
        attempt?.MarkSent();

        // SocketsHttpHandler sends a request again when a server goes away instead of responding "continue".
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
