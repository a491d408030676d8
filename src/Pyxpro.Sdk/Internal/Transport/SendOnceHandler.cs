using System.Net;

namespace Pyxpro.Sdk.Internal;

/// <summary>
/// The last handler before the network. It sends each attempt once, whatever the handlers before it do: retry, hedge,
/// buffer the body, or copy the request. It reports a failed attempt, and every HTTP status except 200, as
/// <see cref="PyxproTransportException"/>. No resilience strategy for HTTP handles that, so that none delays the
/// report.
/// </summary>
internal sealed class SendOnceHandler : DelegatingHandler
{
    private readonly TimeProvider _timeProvider;
    private bool? _isNetwork;

    public SendOnceHandler(TimeProvider timeProvider) => _timeProvider = timeProvider;

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var attempt = AttemptContent.Find(request) ?? throw new InvalidOperationException(
            "A handler replaced the request by one without its Options, so that nothing tells whether it was sent "
            + "before. Copy HttpRequestMessage.Options to the new request.");
        if (attempt.TryPass(_isNetwork ??= IsNetwork(InnerHandler)) is not { } body)
        {
            throw TransportFailureClassifier.Classify(
                await attempt.FailSecondAsync(cancellationToken).ConfigureAwait(false), attempt);
        }

        var content = request.Content;
        request.Content = body;

        // SocketsHttpHandler sends a request again when a server goes away instead of responding "continue".
        request.Headers.ExpectContinue = false;
        try
        {
            var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode != HttpStatusCode.OK)
            {
                using (response)
                {
                    throw HttpStatus.ToException(response, OutcomeRules.OfUnprovenResponse, _timeProvider);
                }
            }

            attempt.Succeed();

            return response;
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            // As it is, so that the timeout of a handler can tell that it was its own.
            attempt.Fail(exception);
            throw;
        }
        catch (Exception exception)
        {
            var failure = TransportFailureClassifier.Classify(exception, attempt);
            attempt.Fail(failure);
            throw failure;
        }
        finally
        {
            // What handlers read afterwards is never the body that was sent.
            request.Content = content;
        }
    }

    // Exactly these: what derives from them, as fakes do, can be anything.
    private static bool IsNetwork(HttpMessageHandler? handler)
    {
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            handler = inner;
        }

        return handler is SocketsHttpHandler || handler?.GetType() == typeof(HttpClientHandler);
    }
}
