using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.Internal;

/// <summary>Asks again and again what became of a call, until the gateway tells or the time is over.</summary>
internal sealed class Resolver
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan MinTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromHours(1);

    private readonly TimeProvider _timeProvider;
    private readonly ILogger? _log;

    public Resolver(TimeProvider timeProvider, ILogger? log)
    {
        _timeProvider = timeProvider;
        _log = log;
    }

    /// <param name="call">The call whose outcome is uncertain.</param>
    /// <param name="timeout">How long to ask.</param>
    /// <param name="query">Asks once.</param>
    /// <param name="judge">Says what a reply means.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="PyxproMismatchException">The reply shows that the number is another's.</exception>
    /// <exception cref="PyxproCanceledException">The caller cancelled.</exception>
    public async Task<PyxproResolution<TAnswer>> ResolveAsync<TReply, TAnswer>(
        PyxproCall call,
        TimeSpan timeout,
        Func<CancellationToken, Task<TReply>> query,
        Func<TReply, (PyxproResolutionState State, TAnswer? Answer)> judge,
        CancellationToken cancellationToken)
        where TAnswer : class
    {
        if (timeout < MinTimeout || timeout > MaxTimeout)
        {
            throw new ArgumentOutOfRangeException(
                nameof(timeout), timeout, $"It must be {MinTimeout:c} to {MaxTimeout:c}.");
        }

        using var deadline = new CancellationTokenSource(timeout, _timeProvider);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var known = new PyxproResolution<TAnswer> { State = PyxproResolutionState.Unknown };
        try
        {
            for (var pause = FirstPause; ; pause = pause * 2 < MaxPause ? pause * 2 : MaxPause)
            {
                (known, var isOver) = await AskAsync(known, call.Operation, query, judge, stop.Token)
                    .ConfigureAwait(false);
                if (isOver)
                {
                    return known;
                }

                var delay = pause * (1 + Random.Shared.NextDouble()) / 2;
                _log?.NotResolvedYet(delay, call.Operation, LogText.Quote(call.OutRefundNo ?? call.OutTradeNo));
                await Task.Delay(delay, _timeProvider, stop.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            // What is said is said of the call, not of the question.
            throw new PyxproCanceledException(call, PyxproOutcome.Uncertain, exception, cancellationToken);
        }
        catch (OperationCanceledException exception)
        {
            return known is { Answer: null, LastFailure: null, State: PyxproResolutionState.Unknown }
                ? Failed(known, new PyxproTransportException(
                    "The gateway did not answer in time.", PyxproOutcome.Uncertain, innerException: exception))
                : known;
        }
        catch (PyxproMismatchException mismatch)
        {
            mismatch.Tell(call, mismatch.Outcome);
            throw;
        }
    }

    private static async Task<(PyxproResolution<TAnswer> Known, bool IsOver)> AskAsync<TReply, TAnswer>(
        PyxproResolution<TAnswer> known,
        PyxproOperation operation,
        Func<CancellationToken, Task<TReply>> query,
        Func<TReply, (PyxproResolutionState State, TAnswer? Answer)> judge,
        CancellationToken stop)
        where TAnswer : class
    {
        TReply reply;
        try
        {
            reply = await query(stop).ConfigureAwait(false);
        }
        catch (PyxproBusinessException refusal) when (refusal.Outcome == PyxproOutcome.Refused && !refusal.IsBusy)
        {
            // It is not thrown, because what was refused is the query. What asking again cannot change ends it.
            var said = JudgeRefusal(operation, refusal);

            return (
                new PyxproResolution<TAnswer>
                {
                    State = said,
                    LastFailure = said == PyxproResolutionState.NotFound ? null : refusal,
                },
                IsEnd(said) || refusal.Kind is not (PyxproErrorKind.OrderState or PyxproErrorKind.Unknown));
        }
        catch (PyxproBusinessException failure)
        {
            // The gateway answered, and does not know: what it said before is out of date.
            return (
                new PyxproResolution<TAnswer> { State = PyxproResolutionState.Unknown, LastFailure = failure }, false);
        }
        catch (PyxproException failure)
        {
            return (Failed(known, failure), false);
        }

        // Outside of the try: that the number is another's is no failure to be asked away.
        var (state, answer) = judge(reply);

        return (new PyxproResolution<TAnswer> { State = state, Answer = answer }, IsEnd(state));
    }

    private static bool IsEnd(PyxproResolutionState state) =>
        state is not (PyxproResolutionState.Unknown or PyxproResolutionState.NotFound);

    /// <summary>Says what the refusal of a query tells of the call that is asked about: what the gateway says, and
    /// nothing where it says anything else.</summary>
    private static PyxproResolutionState JudgeRefusal(PyxproOperation operation, PyxproBusinessException refusal) =>
        (operation, refusal) switch
        {
            (PyxproOperation.Refund, { IsNotFound: true }) or (_, { IsOrderNotFound: true }) =>
                PyxproResolutionState.NotFound,
            (PyxproOperation.CloseOrder, { IsAlreadyPaid: true }) => PyxproResolutionState.Superseded,
            (PyxproOperation.CloseOrder, { IsAlreadyClosed: true }) => PyxproResolutionState.Confirmed,
            (PyxproOperation.CreateNativeOrder, { IsAlreadyPaid: true } or { IsAlreadyClosed: true }) =>
                PyxproResolutionState.Confirmed,
            (PyxproOperation.CreateNativeOrder or PyxproOperation.Refund, { IsDuplicate: true }) =>
                PyxproResolutionState.Confirmed,
            _ => PyxproResolutionState.Unknown,
        };

    private static PyxproResolution<TAnswer> Failed<TAnswer>(PyxproResolution<TAnswer> known, PyxproException failure)
        where TAnswer : class =>
        new() { State = known.State, Answer = known.Answer, LastFailure = failure };
}
