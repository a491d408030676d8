using Polly;

namespace Pyxpro.Sdk.Internal;

/// <summary>
/// Runs calls. Each call goes through the resilience pipeline of its merchant, whose attempts the transport sends. At
/// the end it returns a response, or throws one documented exception with the outcome of all attempts. No attempt may
/// begin after that. Telemetry records the end.
/// </summary>
internal sealed class CallRunner
{
    private readonly HttpTransport _transport;
    private readonly Telemetry _telemetry;
    private readonly TimeProvider _timeProvider;

    public CallRunner(HttpTransport transport, Telemetry telemetry, TimeProvider timeProvider)
    {
        _transport = transport;
        _telemetry = telemetry;
        _timeProvider = timeProvider;
    }

    /// <summary>Begins a call.</summary>
    /// <exception cref="ArgumentException">The request is not valid.</exception>
    public CallContext Begin<TResponse>(
        IOperation<TResponse> operation, MerchantContext merchant, CancellationToken cancellationToken) => new(
            operation.Descriptor,
            merchant,
            operation.ToMessage(merchant),
            _timeProvider.GetTimestamp(),
            cancellationToken);

    public async Task<TResponse> RunAsync<TResponse>(
        CallContext call, IOperation<TResponse> operation, ResiliencePipeline pipeline)
    {
        var span = Tracing.StartCall(call);
        using var end = span.StopAtEnd();
        var context = ResilienceContextPool.Shared.Get(
            call.Descriptor.Name, continueOnCapturedContext: false, call.CancellationToken);
        context.Properties.Set(CallContext.Key, call);
        TResponse response;
        try
        {
            response = await pipeline
                .ExecuteAsync(
                    static (context, state) =>
                        state.Transport.SendAsync(state.Call, state.Operation, context.CancellationToken),
                    context,
                    (Transport: _transport, Call: call, Operation: operation))
                .ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            var failure = ExceptionMapper.Map(call, exception);
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
