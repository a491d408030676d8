using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;

namespace Pyxpro.Sdk.Internal;

/// <summary>Sends one attempt to the gateway and reads its response: one attempt is at most one request on the
/// wire.</summary>
internal sealed class HttpTransport
{
    private readonly HttpClient _httpClient;
    private readonly TimeProvider _timeProvider;

    public HttpTransport(HttpClient httpClient, TimeProvider timeProvider)
    {
        _httpClient = httpClient;
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
        var content = new SingleUseContent(xml);
        try
        {
            var message = await wait.ForAsync(PostAsync(content, call, stop)).ConfigureAwait(false);

            return operation.ReadResponse(message);
        }
        catch (Exception exception) when (stop.IsCancellationRequested && exception is not PyxproException)
        {
            // A handler that ignored its token must send nothing any more. A timeout stays uncertain by contract,
            // whatever was sent: the handler may be a fake that never reads a body. A caller who cancels learns whether
            // anything was sent.
            call.StopAttempt(content.TryRevoke() && call.CancellationToken.IsCancellationRequested);
            var stopped = new OperationCanceledException("The attempt was stopped.", exception, stop);
            Tracing.Fail(span, stopped);
            throw stopped;
        }
        catch (Exception exception)
        {
            // Handlers of the caller can throw anything, and only documented exceptions may leave.
            // One that names a call is that of another client, which a handler used, and says nothing
            // about this attempt.
            var failure = call.FailAttempt(
                exception is PyxproException { Call: null } own
                    ? own
                    : TransportFailureClassifier.Classify(exception, content));
            Tracing.Fail(span, failure);
            throw failure;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<VerifiedMessage> PostAsync(
        SingleUseContent content, CallContext call, CancellationToken stop)
    {
        var merchant = call.Merchant;
        using var request = new HttpRequestMessage(HttpMethod.Post, merchant.GatewayUrl) { Content = content };
        request.Options.Set(SingleUseContent.OfRequest, content);

        using var response = await _httpClient
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop)
            .ConfigureAwait(false);

        if (call.Descriptor.ReadsGatewayTime)
        {
            call.GatewayTime = response.Headers.Date;
        }

        EnsureFromGateway(response, merchant.GatewayUrl, request.RequestUri);

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

    private void EnsureFromGateway(HttpResponseMessage response, Uri gatewayUrl, Uri? requestUri)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new PyxproTransportException(
                $"The gateway's server responded with HTTP {(int)response.StatusCode}.",
                OutcomeRules.OfUnprovenResponse,
                response.StatusCode)
            {
                RetryAfter = FindRetryAfter(response),
            };
        }

        if ((response.RequestMessage?.RequestUri ?? requestUri) != gatewayUrl)
        {
            throw new PyxproTransportException(
                "The response is from another address than the gateway's, because a redirect was followed. Use a "
                + "handler that follows none, such as PyxproClient.CreateHandler().",
                OutcomeRules.OfUnprovenResponse,
                response.StatusCode);
        }
    }

    private TimeSpan? FindRetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => TimeSpan.FromTicks(Math.Max(0, (date - _timeProvider.GetUtcNow()).Ticks)),
        _ => null,
    };

    /// <summary>The wait for one attempt. It ends when the token is cancelled, even if a handler ignores the token. The
    /// abandoned attempt ends by itself and frees what it holds.</summary>
    private sealed class AttemptWait : TaskCompletionSource<VerifiedMessage>, IDisposable
    {
        private readonly CancellationTokenRegistration _stopping;
        private ConfiguredValueTaskAwaitable<VerifiedMessage>.ConfiguredValueTaskAwaiter _attempt;

        /// <summary>Registers with the token. Make it before the attempt gets the token: the last callback runs first,
        /// so that handlers that do observe the token end before the wait does.</summary>
        public AttemptWait(CancellationToken stop) => _stopping = stop.UnsafeRegister(
            static (wait, stop) => ((AttemptWait)wait!).TrySetCanceled(stop), this);

        public ValueTask<VerifiedMessage> ForAsync(ValueTask<VerifiedMessage> attempt)
        {
            if (attempt.IsCompleted)
            {
                return attempt;
            }

            _attempt = attempt.ConfigureAwait(false).GetAwaiter();
            _attempt.UnsafeOnCompleted(End);

            return new ValueTask<VerifiedMessage>(Task);
        }

        // Without waiting for a callback that runs on another thread.
        public void Dispose() => _stopping.Unregister();

        private void End()
        {
            try
            {
                TrySetResult(_attempt.GetResult());
            }
            catch (Exception exception)
            {
                TrySetException(exception);
            }
        }
    }
}
