using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.Internal;

/// <summary>
/// Polls for the outcome of a call that is uncertain. It queries, waits with a back-off, and queries again until the
/// outcome is known or the timeout is over. A response that is final ends it. "Not found" is no final response, because
/// a delayed request can still arrive. It never changes anything at the gateway.
/// </summary>
internal sealed class OutcomePoller
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan MinTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromHours(1);

    private readonly TimeProvider _timeProvider;
    private readonly ILogger _log;

    public OutcomePoller(TimeProvider timeProvider, ILogger log)
    {
        _timeProvider = timeProvider;
        _log = log;
    }

    /// <param name="poll">What is polled.</param>
    /// <param name="timeout">How long to poll.</param>
    /// <param name="query">Sends the query once.</param>
    /// <param name="cancellationToken">Stops polling.</param>
    /// <exception cref="PyxproMismatchException">The number is that of another order or refund.</exception>
    /// <exception cref="PyxproCanceledException">The caller cancelled.</exception>
    public async Task<PyxproResolution<TResponse>> PollAsync<TQuery, TReply, TResponse>(
        OutcomePoll<TQuery, TReply, TResponse> poll,
        TimeSpan timeout,
        Func<TQuery, CancellationToken, Task<TReply>> query,
        CancellationToken cancellationToken)
        where TResponse : class
    {
        if (timeout < MinTimeout || timeout > MaxTimeout)
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeout), timeout, $"It must be {MinTimeout:c} to {MaxTimeout:c}.");
        }

        var call = poll.Call;
        using var deadline = new CancellationTokenSource(timeout, _timeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var known = new PyxproResolution<TResponse> { State = PyxproResolutionState.Unknown };
        try
        {
            for (var delay = FirstDelay; ; delay = delay * 2 < MaxDelay ? delay * 2 : MaxDelay)
            {
                (known, var isFinal) = await QueryAsync(known, poll, query, stop.Token).ConfigureAwait(false);
                if (isFinal)
                {
                    return known;
                }

                var jittered = delay * (1 + Random.Shared.NextDouble()) / 2;
                _log.PollingAgain(jittered, call.Operation, LogText.Quote(call.OutRefundNo ?? call.OutTradeNo));
                await Task.Delay(jittered, _timeProvider, stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            // It reports on the call, not on the query.
            throw new PyxproCanceledException(
                call,
                OutcomeRules.OfUnprovenResponse,
                poll.Descriptor.WhenUncertain,
                exception,
                cancellationToken);
        }
        catch (OperationCanceledException exception)
        {
            return known is { Response: null, LastFailure: null, State: PyxproResolutionState.Unknown }
                ? Failed(known, new PyxproTransportException(
                    "The request timed out.", OutcomeRules.OfUnprovenResponse, innerException: exception))
                : known;
        }
        catch (PyxproMismatchException mismatch)
        {
            throw mismatch.Of(call, mismatch.Outcome, poll.Descriptor.WhenUncertain);
        }
    }

    private static async Task<(PyxproResolution<TResponse> Known, bool IsFinal)> QueryAsync<TQuery, TReply, TResponse>(
        PyxproResolution<TResponse> known,
        OutcomePoll<TQuery, TReply, TResponse> poll,
        Func<TQuery, CancellationToken, Task<TReply>> query,
        CancellationToken stop)
        where TResponse : class
    {
        TReply reply;
        try
        {
            reply = await query(poll.Query, stop).ConfigureAwait(false);
        }
        catch (PyxproBusinessException refusal) when (refusal is { Outcome: PyxproOutcome.Refused, IsBusy: false })
        {
            // It is not thrown, because the query was refused, and not the call. Polling ends if it cannot help.
            var state = poll.InterpretRefusal(refusal);

            return (
                new PyxproResolution<TResponse>
                {
                    State = state,
                    LastFailure = state == PyxproResolutionState.NotFound ? null : refusal,
                },
                IsFinal(state) || refusal.Kind is not (PyxproErrorKind.OrderState or PyxproErrorKind.Unknown));
        }
        catch (PyxproBusinessException failure)
        {
            // The gateway responded that it does not know. What it said before is out of date.
            return (
                new PyxproResolution<TResponse> { State = PyxproResolutionState.Unknown, LastFailure = failure },
                false);
        }
        catch (PyxproException failure)
        {
            return (Failed(known, failure), false);
        }

        // Outside of the try block: a mismatch is final.
        var (found, response) = poll.InterpretReply(reply);

        return (new PyxproResolution<TResponse> { State = found, Response = response }, IsFinal(found));
    }

    private static bool IsFinal(PyxproResolutionState state) =>
        state is not (PyxproResolutionState.Unknown or PyxproResolutionState.NotFound);

    private static PyxproResolution<TResponse> Failed<TResponse>(
        PyxproResolution<TResponse> known, PyxproException failure)
        where TResponse : class =>
        new() { State = known.State, Response = known.Response, LastFailure = failure };
}
