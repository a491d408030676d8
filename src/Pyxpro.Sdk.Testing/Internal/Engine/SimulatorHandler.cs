using System.Net;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Sends the requests of an <see cref="HttpClient"/> to the simulated gateway, in place of a
/// network.</summary>
internal sealed class SimulatorHandler(GatewayEngine engine) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!engine.IsReachable)
        {
            throw new HttpRequestException(
                HttpRequestError.ConnectionError, "The simulated gateway cannot be reached.");
        }

        if (request.Method != HttpMethod.Post || request.Content is null)
        {
            var refusal = new HttpResponseMessage(HttpStatusCode.MethodNotAllowed) { RequestMessage = request };
            refusal.Headers.Date = engine.TimeProvider.GetUtcNow();

            return refusal;
        }

        var body = await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var received = engine.Receive(body, canFail: true);
        var response = received.Fault is { RequestDelay.Ticks: > 0 }
            ? await ProcessLaterAsync(received).WaitAsync(cancellationToken).ConfigureAwait(false)
            : engine.Process(received);
        var sentAt = engine.TimeProvider.GetUtcNow();
        if (received.Fault is { ResponseDelay: { Ticks: > 0 } delay })
        {
            await Task.Delay(delay, engine.TimeProvider, cancellationToken).ConfigureAwait(false);
        }

        return response.ToHttpResponse(request, sentAt);
    }

    // A timer, so that the gateway processes the request even if the client cancels in the meantime.
    private Task<SentResponse> ProcessLaterAsync(ReceivedRequest received)
    {
        var processed = new TaskCompletionSource<SentResponse>(TaskCreationOptions.RunContinuationsAsynchronously);
        ITimer? timer = null;
        timer = engine.TimeProvider.CreateTimer(
            _ =>
            {
                processed.TrySetResult(engine.Process(received));
                // The capture keeps the timer alive until it has fired.
                timer?.Dispose();
            },
            state: null,
            received.Fault!.RequestDelay,
            Timeout.InfiniteTimeSpan);

        return processed.Task;
    }
}
