using System.Buffers;
using System.Net;
using System.Runtime.CompilerServices;

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

    /// <summary>Makes one attempt: signs the call's message with a fresh nonce, sends it, and reads and verifies the
    /// answer.</summary>
    /// <exception cref="ArgumentException">The message cannot be written; nothing was sent.</exception>
    /// <exception cref="PyxproException">There is no answer that is proven.</exception>
    /// <exception cref="OperationCanceledException">The caller or a deadline stopped it.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResponse> SendAsync<TRequest, TResponse>(
        OngoingCall call,
        TRequest request,
        Func<VerifiedMessage, TRequest, TResponse> read,
        CancellationToken stop)
    {
        var xml = RequestEncoder.Encode(call.Message, call.Merchant);
        stop.ThrowIfCancellationRequested();

        var span = Tracing.StartAttempt(call.BeginAttempt());
        using var end = span.StopAtEnd();
        using var wait = new AttemptWait(stop);
        var content = new OnceContent(xml);
        try
        {
            return read(await wait.ForAsync(PostAsync(content, call, stop)).ConfigureAwait(false), request);
        }
        catch (PyxproException failure)
        {
            call.FailAttempt(failure);
            Tracing.Fail(span, failure);
            throw;
        }
        catch (Exception exception) when (stop.IsCancellationRequested)
        {
            call.StopAttempt(content);
            var stopped = new OperationCanceledException("The attempt was stopped.", exception, stop);
            Tracing.Fail(span, stopped);
            throw stopped;
        }
        catch (Exception exception)
        {
            // Whatever else the caller's handlers throw must not leave as something that nobody documented.
            var failure = TransportFault.Classify(exception, content);
            call.FailAttempt(failure);
            Tracing.Fail(span, failure);
            throw failure;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<VerifiedMessage> PostAsync(OnceContent content, OngoingCall call, CancellationToken stop)
    {
        var merchant = call.Merchant;
        using var request = new HttpRequestMessage(HttpMethod.Post, merchant.GatewayUrl) { Content = content };
        request.Options.Set(OnceContent.OfRequest, content);

        using var response = await _httpClient
            .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, stop)
            .ConfigureAwait(false);

        if (call.Operation == PyxproOperation.Ping)
        {
            call.GatewayTime = response.Headers.Date;
        }

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

    private void EnsureFromGateway(HttpResponseMessage response, Uri gatewayUrl, Uri? requestUri)
    {
        if (response.StatusCode != HttpStatusCode.OK)
        {
            throw new PyxproTransportException(
                $"The gateway's server answered with HTTP {(int)response.StatusCode}.",
                PyxproOutcome.Uncertain,
                response.StatusCode)
            {
                RetryAfter = FindRetryAfter(response),
            };
        }

        if ((response.RequestMessage?.RequestUri ?? requestUri) != gatewayUrl)
        {
            throw new PyxproTransportException(
                "The answer is from another address than the gateway's, so that a redirect was followed. Use a handler "
                + "that follows none, such as PyxproClient.CreateHandler().",
                PyxproOutcome.Uncertain,
                response.StatusCode);
        }
    }

    private TimeSpan? FindRetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => TimeSpan.FromTicks(Math.Max(0, (date - _timeProvider.GetUtcNow()).Ticks)),
        _ => null,
    };
}
