using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;

namespace Pyxpro.Sdk.Internal;

/// <summary>Sends one attempt to the gateway and reads its response: one attempt is at most one request on the
/// wire.</summary>
internal sealed class HttpTransport
{
    private readonly Func<HttpMessageInvoker> _getInvoker;
    private readonly HandlerChain _handlers;
    private readonly TimeProvider _timeProvider;

    /// <param name="getInvoker">Returns what sends an attempt: an <see cref="HttpClient"/> or a handler.</param>
    /// <param name="handlers">What is between it and the network.</param>
    /// <param name="timeProvider">Tells the time.</param>
    public HttpTransport(Func<HttpMessageInvoker> getInvoker, HandlerChain handlers, TimeProvider timeProvider)
    {
        _getInvoker = getInvoker;
        _handlers = handlers;
        _timeProvider = timeProvider;
    }

    /// <summary>Makes one attempt: signs the call's message with a fresh nonce, sends it, and reads and verifies the
    /// response.</summary>
    /// <exception cref="ArgumentException">The message cannot be written; nothing was sent.</exception>
    /// <exception cref="PyxproException">There is no proven response, or it reports an error.</exception>
    /// <exception cref="OperationCanceledException">The caller or a timeout stopped it.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResponse> SendAsync<TResponse>(
        CallContext call, IOperation<TResponse> operation, CancellationToken stop)
    {
        var xml = RequestEncoder.Encode(call.Message, call.Merchant);
        stop.ThrowIfCancellationRequested();

        var span = Tracing.StartAttempt(call.BeginAttempt());
        using var end = span.StopAtEnd();
        using var wait = new AttemptWait(stop);
        var content = new AttemptContent(
            xml, _handlers == HandlerChain.SendsOnce ? wait : null, isOnNetwork: _handlers == HandlerChain.None);
        try
        {
            var message = await wait.ForAsync(PostAsync(content, call, stop)).ConfigureAwait(false);

            return operation.ReadResponse(message);
        }
        catch (Exception exception) when (stop.IsCancellationRequested && exception is not PyxproException)
        {
            // A handler that ignored its token must send nothing any more. A caller who cancels learns whether anything
            // was sent. After a timeout, a body that was not read proves less: a fake may never read one.
            var isProvenUnsent = content.TryRevokeUnsent();
            isProvenUnsent |= content.TryRevoke() && call.CancellationToken.IsCancellationRequested;
            call.StopAttempt(isProvenUnsent);
            var stopped = new OperationCanceledException("The attempt was stopped.", exception, stop);
            Tracing.Fail(span, stopped);
            throw stopped;
        }
        catch (Exception exception)
        {
            // Handlers of the caller can throw anything, and only documented exceptions may leave. One that gave up
            // must send nothing later.
            var failure = call.FailAttempt(
                exception as PyxproException ?? TransportFailureClassifier.Classify(exception, content));
            content.TryRevoke();
            if (call.Descriptor.ReadsGatewayTime && failure is PyxproTransportException { Date: { } date })
            {
                call.GatewayTime = date;
            }

            Tracing.Fail(span, failure);
            throw failure;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<VerifiedMessage> PostAsync(
        AttemptContent content, CallContext call, CancellationToken stop)
    {
        var merchant = call.Merchant;
        using var request = new HttpRequestMessage(HttpMethod.Post, merchant.GatewayUrl);
        content.AddTo(request);

        using var response = await SendAsync(request, content, stop).ConfigureAwait(false);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            // Not the gateway's, if a handler made it without sending anything.
            var outcome = OutcomeRules.OfTransportFailure(canHaveLeft: !content.TryRevokeUnsent());
            throw HttpStatus.ToException(response, outcome, _timeProvider);
        }

        if (!content.IsPassed)
        {
            throw new PyxproTransportException(
                "A handler of the HttpClient responded in place of the gateway, such as from a cache. A fake gateway "
                + "must be the primary handler.",
                OutcomeRules.OfUnprovenResponse,
                response.StatusCode);
        }

        EnsureFromGateway(response, merchant.GatewayUrl, request.RequestUri);
        if (call.Descriptor.ReadsGatewayTime)
        {
            call.GatewayTime = response.Headers.Date;
        }

        var body = ArrayPool<byte>.Shared.Rent(FieldLimits.MaxMessageBytes + 1);
        try
        {
            using var stream = await response.Content.ReadAsStreamAsync(stop).ConfigureAwait(false);
            // One byte over the cap is enough for the reader to refuse it.
            var length = await stream
                .ReadAtLeastAsync(
                    body.AsMemory(0, FieldLimits.MaxMessageBytes + 1),
                    FieldLimits.MaxMessageBytes + 1,
                    throwOnEndOfStream: false,
                    stop)
                .ConfigureAwait(false);

            return ReadMessage(body.AsSpan(0, length), response, merchant);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    // Nothing that a handler throws or returns counts as the gateway's, if the network has failed. A PyxproException of
    // a handler, such as of another client that it uses, says nothing of this attempt.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, AttemptContent content, CancellationToken stop)
    {
        HttpResponseMessage response;
        try
        {
            var invoker = _getInvoker();
            response = await (invoker is HttpClient httpClient
                ? httpClient.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop)
                : invoker.SendAsync(request, stop)).ConfigureAwait(false);
        }
        catch (Exception) when (content.Failure is PyxproTransportException)
        {
            throw content.Failure;
        }
        catch (Exception exception) when (exception is PyxproException && stop.IsCancellationRequested)
        {
            throw new OperationCanceledException("A handler failed.", exception, stop);
        }
        catch (PyxproException exception)
        {
            throw TransportFailureClassifier.Classify(content.Failure ?? exception, content);
        }

        if (content.Failure is { } failure)
        {
            response.Dispose();
            throw failure as PyxproTransportException ?? TransportFailureClassifier.Classify(failure, content);
        }

        return response;
    }

    private static VerifiedMessage ReadMessage(
        ReadOnlySpan<byte> body, HttpResponseMessage response, MerchantContext merchant)
    {
        try
        {
            return ResponseReader.Read(body, merchant);
        }
        catch (PyxproProtocolException exception)
            when (exception.IsUnreadable && response.Content.Headers.ContentEncoding.Count > 0)
        {
            // Brotli has no mark by which the bytes could be recognised.
            throw new XmlDecodeError(XmlDecodeError.Compressed, 0).ToException();
        }
    }

    private static void EnsureFromGateway(HttpResponseMessage response, Uri gatewayUrl, Uri? requestUri)
    {
        if ((response.RequestMessage?.RequestUri ?? requestUri) != gatewayUrl)
        {
            throw new PyxproTransportException(
                "The response is from another address than the gateway's, because a redirect was followed. Use a "
                + "handler that follows none, such as PyxproClient.CreateHandler().",
                OutcomeRules.OfUnprovenResponse,
                response.StatusCode);
        }
    }
}
