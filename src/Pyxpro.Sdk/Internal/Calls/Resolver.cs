using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Pyxpro.Sdk.Internal;

/// <summary>Asks again and again what became of a call, until the gateway tells or the time is over.</summary>
internal sealed class Resolver
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan MinTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromHours(1);

    private readonly TimeProvider _timeProvider;
    private readonly Telemetry? _telemetry;

    public Resolver(TimeProvider timeProvider, Telemetry? telemetry)
    {
        _timeProvider = timeProvider;
        _telemetry = telemetry;
    }

    /// <param name="asked">What is asked for, for the log.</param>
    /// <param name="timeout">How long to ask.</param>
    /// <param name="query">Asks once.</param>
    /// <param name="find">Finds in a reply what is asked for, or null when the gateway does not have it.</param>
    /// <param name="judge">Says what an answer means; <see cref="PyxproResolutionState.NotSeen"/> asks again.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    public async Task<PyxproResolution<TAnswer>> ResolveAsync<TReply, TAnswer>(
        (PyxproOperation Operation, string Number) asked,
        TimeSpan timeout,
        Func<CancellationToken, Task<TReply>> query,
        Func<TReply, TAnswer?> find,
        Func<TAnswer, PyxproResolutionState> judge,
        CancellationToken cancellationToken)
        where TReply : class
        where TAnswer : class
    {
        if (timeout < MinTimeout || timeout > MaxTimeout)
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeout), timeout, $"It must be {MinTimeout:c} to {MaxTimeout:c}.");
        }

        var last = new PyxproResolution<TAnswer> { State = PyxproResolutionState.Unknown };
        try
        {
            return await MakePipeline<TAnswer>(asked, timeout)
                .ExecuteAsync(
                    async stop => last = await AskAsync(query, find, judge, last, stop, cancellationToken)
                        .ConfigureAwait(false),
                    cancellationToken)
                .ConfigureAwait(false);
        }
        catch (TimeoutRejectedException)
        {
            return last;
        }
    }

    private static async Task<PyxproResolution<TAnswer>> AskAsync<TReply, TAnswer>(
        Func<CancellationToken, Task<TReply>> query,
        Func<TReply, TAnswer?> find,
        Func<TAnswer, PyxproResolutionState> judge,
        PyxproResolution<TAnswer> last,
        CancellationToken stop,
        CancellationToken cancellationToken)
        where TReply : class
        where TAnswer : class
    {
        TReply? reply;
        try
        {
            reply = await query(stop).ConfigureAwait(false);
        }
        catch (PyxproBusinessException refusal) when (refusal.Outcome == PyxproOutcome.Refused && !refusal.IsBusy)
        {
            // Other words than those that are known may say "not exists" too. What asking again cannot mend is thrown.
            if (refusal.ErrorCode.Kind is not (PyxproErrorKind.OrderState or PyxproErrorKind.Unknown))
            {
                throw;
            }

            reply = null;
        }
        catch (PyxproException failure)
        {
            return Failed(last, failure);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            return Failed(last, OutOfTime(exception));
        }

        // Outside of the try: that the number is another's, which this finds out, is no failure to be asked away.
        var answer = reply is null ? null : find(reply);

        return new PyxproResolution<TAnswer>
        {
            State = answer is null ? PyxproResolutionState.NotSeen : judge(answer),
            Answer = answer,
        };
    }

    private static PyxproResolution<TAnswer> Failed<TAnswer>(PyxproResolution<TAnswer> last, PyxproException failure)
        where TAnswer : class =>
        new() { State = last.State, Answer = last.Answer, LastFailure = failure };

    private static PyxproTransportException OutOfTime(OperationCanceledException exception)
    {
        var failure = new PyxproTransportException(
            "The gateway did not answer in time.", PyxproOutcome.Uncertain, innerException: exception);
        if (exception is PyxproCanceledException { Call: var call })
        {
            failure.Tell(call, failure.Outcome);
        }

        return failure;
    }

    private ResiliencePipeline<PyxproResolution<TAnswer>> MakePipeline<TAnswer>(
        (PyxproOperation Operation, string Number) asked, TimeSpan timeout)
        where TAnswer : class =>
        new ResiliencePipelineBuilder<PyxproResolution<TAnswer>> { TimeProvider = _timeProvider }
            .AddTimeout(timeout)
            .AddRetry(new RetryStrategyOptions<PyxproResolution<TAnswer>>
            {
                MaxRetryAttempts = int.MaxValue,
                Delay = FirstPause,
                MaxDelay = MaxPause,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = static arguments => ValueTask.FromResult(
                    arguments.Outcome.Result is
                    {
                        State: PyxproResolutionState.Unknown or PyxproResolutionState.NotSeen,
                    }),
                OnRetry = arguments =>
                {
                    _telemetry?.Log.NotResolvedYet(
                        arguments.RetryDelay, asked.Operation, Printable.Quote(asked.Number));

                    return default;
                },
            })
            .Build();
}
