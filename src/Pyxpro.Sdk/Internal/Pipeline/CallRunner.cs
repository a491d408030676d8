using System.Runtime.CompilerServices;
using Polly;

namespace Pyxpro.Sdk.Internal;

/// <summary>
/// Runs calls. The transport sends the attempts: the first one before the resilience pipeline of the merchant, if it
/// can, and all others within it. At the end it returns a response, or throws one documented exception with the outcome
/// of all attempts. No attempt may begin after that. Telemetry records the end.
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

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<TResponse> RunAsync<TResponse>(
        CallContext call, IOperation<TResponse> operation, CallStrategies strategies)
    {
        var span = Tracing.StartCall(call);
        using var end = span.StopAtEnd();
        TResponse response;
        try
        {
            var first = strategies.FirstAttempts is { CanRun: true } attempts
                ? await attempts.RunAsync(_transport, call, operation).ConfigureAwait(false)
                : (Outcome<TResponse>?)null;
            response = first is { Exception: null } success
                ? success.Result!
                : await ExecuteAsync(call, operation, strategies.Pipeline, first?.Exception).ConfigureAwait(false);
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
        }

        _telemetry.OnConfirmed(call, span);

        return response;
    }

    /// <summary>Runs a call through its pipeline.</summary>
    /// <param name="call">The call.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="firstFailure">How its first attempt has failed, if it has been made: the pipeline gets it in place
    /// of another one.</param>
    private async ValueTask<TResponse> ExecuteAsync<TResponse>(
        CallContext call, IOperation<TResponse> operation, ResiliencePipeline pipeline, Exception? firstFailure)
    {
        var context = ResilienceContextPool.Shared.Get(
            call.Descriptor.Name, continueOnCapturedContext: false, call.CancellationToken);
        context.Properties.Set(CallContext.Key, call);
        try
        {
            return await pipeline
                .ExecuteAsync(
                    static (context, state) => state.Send(context.CancellationToken),
                    context,
                    new Attempts<TResponse>(_transport, call, operation, firstFailure))
                .ConfigureAwait(false);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>The attempts of a call that goes through its pipeline.</summary>
    private sealed class Attempts<TResponse>(
        HttpTransport transport, CallContext call, IOperation<TResponse> operation, Exception? firstFailure)
    {
        public ValueTask<TResponse> Send(CancellationToken stop) =>
            Interlocked.Exchange(ref firstFailure, null) is { } failure
                ? ValueTask.FromException<TResponse>(failure)
                : transport.SendAsync(call, operation, stop);
    }
}
