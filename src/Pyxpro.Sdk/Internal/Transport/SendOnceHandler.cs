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
    private readonly bool _isOnNetwork;

    public SendOnceHandler(HttpMessageHandler innerHandler, TimeProvider timeProvider)
        : base(innerHandler)
    {
        _timeProvider = timeProvider;
        _isOnNetwork = IsNetwork(innerHandler);
    }

    /// <summary>Says whether a handler is one of .NET that sends requests. What derives from it, as fakes do, can be
    /// anything.</summary>
    public static bool IsNetwork(HttpMessageHandler handler) =>
        handler is SocketsHttpHandler || handler.GetType() == typeof(HttpClientHandler);

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var attempt = AttemptContent.Find(request) ?? throw new InvalidOperationException(
            "A handler replaced the request by one without its Options, so that nothing tells whether it was sent "
            + "before. Copy HttpRequestMessage.Options to the new request.");
        if (!attempt.TryPass(_isOnNetwork))
        {
            var first = await attempt.FailSecondAsync(cancellationToken).ConfigureAwait(false);
            throw first as PyxproTransportException ?? TransportFailureClassifier.Classify(first, attempt);
        }

        var sent = Copy(request, attempt.IsGuarded ? new NetworkContent(attempt) : attempt);
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(sent, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            // As it is, so that the timeout of a handler can tell that it was its own.
            attempt.Fail(exception);
            throw;
        }
        catch (Exception exception)
        {
            throw Fail(attempt, TransportFailureClassifier.Classify(exception, attempt));
        }

        if (response.RequestMessage == sent && sent.RequestUri == request.RequestUri)
        {
            response.RequestMessage = request;
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            using (response)
            {
                throw Fail(
                    attempt, HttpStatus.ToException(response, OutcomeRules.OfUnprovenResponse, _timeProvider));
            }
        }

        attempt.Succeed();

        return response;
    }

    // A request of the network's own: what handlers read of theirs, even in the background, is never the body that is
    // sent.
    private static HttpRequestMessage Copy(HttpRequestMessage request, HttpContent body)
    {
        var copy = new HttpRequestMessage(request.Method, request.RequestUri)
        {
            Content = body,
            Version = request.Version,
            VersionPolicy = request.VersionPolicy,
        };
        foreach (var (name, values) in request.Headers.NonValidated)
        {
            copy.Headers.TryAddWithoutValidation(name, values);
        }

        foreach (var (name, value) in request.Options)
        {
            // Without options the copy needs no dictionary.
            if (name != AttemptContent.OfRequest.Key)
            {
                copy.Options.Set(new HttpRequestOptionsKey<object?>(name), value);
            }
        }

        // SocketsHttpHandler sends a request again when a server goes away instead of responding "continue".
        copy.Headers.ExpectContinue = false;

        return copy;
    }

    private static PyxproTransportException Fail(AttemptContent attempt, PyxproTransportException failure)
    {
        attempt.Fail(failure);

        return failure;
    }
}
