using System.Net;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Stands where the network stands: takes a POST to the gateway and brings its answer, or what became of
/// it.</summary>
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
            return new HttpResponseMessage(HttpStatusCode.MethodNotAllowed) { RequestMessage = request };
        }

        var body = await request.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        var call = engine.Receive(body, canFail: true);
        var answer = call.Fault is { RequestDelay.Ticks: > 0 }
            ? await ActLaterAsync(call).WaitAsync(cancellationToken).ConfigureAwait(false)
            : engine.Process(call);
        if (call.Fault is { AnswerDelay: { Ticks: > 0 } delay })
        {
            await Task.Delay(delay, engine.TimeProvider, cancellationToken).ConfigureAwait(false);
        }

        return answer.ToResponse(request);
    }

    // By a timer of its own and not by awaiting, so that the request arrives at its time, whoever has given up by then.
    private Task<SentAnswer> ActLaterAsync(ReceivedCall call)
    {
        var acted = new TaskCompletionSource<SentAnswer>(TaskCreationOptions.RunContinuationsAsynchronously);
        ITimer? timer = null;
        timer = engine.TimeProvider.CreateTimer(
            _ =>
            {
                acted.TrySetResult(engine.Process(call));
                // Named here, so that it lives as long as it is waited for.
                timer?.Dispose();
            },
            state: null,
            call.Fault!.RequestDelay,
            Timeout.InfiniteTimeSpan);

        return acted.Task;
    }
}
