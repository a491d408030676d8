using Polly;

namespace Pyxpro.Sdk.Internal;

/// <summary>Runs calls: each through the strategies of its merchant, watched by telemetry, and ended by a response or
/// by the one exception that says what is known.</summary>
internal sealed class CallRunner
{
    private readonly Gateway _gateway;
    private readonly Telemetry _telemetry;

    public CallRunner(Gateway gateway, Telemetry telemetry)
    {
        _gateway = gateway;
        _telemetry = telemetry;
    }

    public async Task<TResponse> RunAsync<TRequest, TResponse>(
        OngoingCall call, TRequest request, Func<VerifiedMessage, TRequest, TResponse> read)
    {
        var span = Tracing.StartCall(call);
        using var end = span.StopAtEnd();
        var context = ResilienceContextPool.Shared.Get(
            OperationRules.NameOf(call.Operation), continueOnCapturedContext: false, call.CancellationToken);
        context.Properties.Set(PipelineFactory.CallKey, call);
        TResponse response;
        try
        {
            var pipeline = call.Operation == PyxproOperation.Ping
                ? call.Merchant.PingPipeline
                : call.Merchant.Pipeline;
            response = await pipeline
                .ExecuteAsync(
                    static (context, state) =>
                        state.Gateway.SendAsync(state.Call, state.Request, state.Read, context.CancellationToken),
                    context,
                    (Gateway: _gateway, Call: call, Request: request, Read: read))
                .ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var failure = CallFailure.Explain(call, exception);
            _telemetry.OnFailed(call, span, failure);
            if (failure == exception)
            {
                throw;
            }

            throw failure;
        }
        finally
        {
            call.End();
            ResilienceContextPool.Shared.Return(context);
        }

        _telemetry.OnConfirmed(call, span);

        return response;
    }
}
