using System.Buffers;
using System.Net;

namespace Pyxpro.Sdk.Internal;

/// <summary>Carries one request to the gateway and its answer back: one attempt, one request on the wire at
/// most.</summary>
internal sealed class Gateway
{
    private readonly HttpClient _httpClient;
    private readonly TimeProvider _timeProvider;

    public Gateway(HttpClient httpClient, TimeProvider timeProvider)
    {
        _httpClient = httpClient;
        _timeProvider = timeProvider;
    }

    /// <summary>Signs a message with a fresh nonce, sends it, and reads and verifies the answer.</summary>
    /// <exception cref="ArgumentException">The message cannot be written; nothing was sent.</exception>
    /// <exception cref="PyxproException">There is no answer that is proven.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public async Task<VerifiedMessage> SendAsync(
        PyxproMessage message, Merchant merchant, CancellationToken cancellationToken)
    {
        var xml = RequestEncoder.Encode(message, merchant);
        cancellationToken.ThrowIfCancellationRequested();

        using var content = new OnceContent(xml);
        using var deadline = new CancellationTokenSource(merchant.AttemptTimeout, _timeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await SendAsync(content, merchant, stop.Token).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not PyxproException)
        {
            // Whatever else the caller's handlers throw must not leave as something that nobody documented.
            throw cancellationToken.IsCancellationRequested
                ? new OperationCanceledException($"Cancelled. {Advice.Query}", exception, cancellationToken)
                : TransportFault.Classify(exception, content.IsStarted);
        }
    }

    private async Task<VerifiedMessage> SendAsync(OnceContent content, Merchant merchant, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, merchant.GatewayUrl) { Content = content };
        request.Options.Set(OnceContent.OfRequest, content);

        using var response = await _httpClient
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop)
            .ConfigureAwait(false);

        EnsureFromGateway(response, merchant.GatewayUrl, request.RequestUri);

        var body = ArrayPool<byte>.Shared.Rent(MessageLimits.MaxBytes + 1);
        try
        {
            using var stream = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
            // One byte over the cap is enough for the reader to refuse it.
            var length = await stream
                .ReadAtLeastAsync(
                    body.AsMemory(0, MessageLimits.MaxBytes + 1),
                    MessageLimits.MaxBytes + 1,
                    throwOnEndOfStream: false,
                    stop)
                .ConfigureAwait(false);

            return Answer.Read(body.AsSpan(0, length), merchant);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    private static void EnsureFromGateway(HttpResponseMessage response, Uri gatewayUrl, Uri? requestUri)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new PyxproTransportException(
                $"The gateway's server answered with HTTP {(int)response.StatusCode}. {Advice.Query}",
                PyxproOutcome.Uncertain,
                response.StatusCode);
        }

        if ((response.RequestMessage?.RequestUri ?? requestUri) != gatewayUrl)
        {
            throw new PyxproTransportException(
                "The answer is from another address than the gateway's, so that a redirect was followed. Use a handler "
                + $"that follows none, such as PyxproClient.CreateHandler(). {Advice.Query}",
                PyxproOutcome.Uncertain,
                response.StatusCode);
        }
    }
}
