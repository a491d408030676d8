namespace Pyxpro.Sdk.Internal;

/// <summary>
/// One call while it runs: what is asked, and what its attempts may have done so far. An attempt is in doubt from its
/// beginning until it is proven to have done nothing; the call is in doubt while one of its attempts is.
/// </summary>
internal sealed class OngoingCall
{
    private readonly object _lock = new();
    // Small, because each call has it and only a ping needs it.
    private long _gatewayTicks;
    private int _attempts;
    private int _doubts;
    private bool _isOver;
    private PyxproException? _lastFailure;

    public OngoingCall(
        PyxproOperation operation,
        Merchant merchant,
        PyxproMessage message,
        long startedAt,
        CancellationToken cancellationToken)
    {
        Operation = operation;
        Merchant = merchant;
        Message = message;
        StartedAt = startedAt;
        CancellationToken = cancellationToken;
    }

    public PyxproOperation Operation { get; }

    public Merchant Merchant { get; }

    /// <summary>Gets the business fields, which are the same for every attempt.</summary>
    public PyxproMessage Message { get; }

    /// <summary>Gets the time stamp of the call's beginning.</summary>
    public long StartedAt { get; }

    /// <summary>Gets the caller's token.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>Gets how many attempts were begun.</summary>
    public int Attempts => Volatile.Read(ref _attempts);

    /// <summary>Gets whether an attempt may have happened.</summary>
    public bool IsInDoubt => Volatile.Read(ref _doubts) > 0;

    /// <summary>Gets how the last attempt failed, or null if it was stopped.</summary>
    public PyxproException? LastFailure => Volatile.Read(ref _lastFailure);

    /// <summary>Gets or sets what time it was at the gateway when it last answered, if it said so.</summary>
    public DateTimeOffset? GatewayTime
    {
        get => _gatewayTicks == 0 ? null : new DateTimeOffset(_gatewayTicks, TimeSpan.Zero);
        set => _gatewayTicks = value?.UtcTicks ?? 0;
    }

    /// <summary>Begins an attempt and returns its number, from 1. Whatever strategies there are: none begins when the
    /// call is over, and what must not happen twice is not begun again while it may have happened.</summary>
    /// <exception cref="PyxproTransportException">The attempt must not be made.</exception>
    public int BeginAttempt()
    {
        lock (_lock)
        {
            if (_isOver || (_doubts > 0 && !OperationRules.IsIdempotent(Operation)))
            {
                throw new PyxproTransportException(
                    "A strategy tried again what may have happened already; it was not sent again.",
                    PyxproOutcome.Uncertain);
            }

            _doubts++;

            return ++_attempts;
        }
    }

    /// <summary>Notes how an attempt failed.</summary>
    public void FailAttempt(PyxproException failure)
    {
        lock (_lock)
        {
            _lastFailure = failure;
            _doubts -= failure.Outcome == PyxproOutcome.Uncertain ? 0 : 1;
        }
    }

    /// <summary>Notes that an attempt was stopped, by a deadline or by the caller.</summary>
    public void StopAttempt(OnceContent content)
    {
        // A handler that ignored its token must send nothing any more. Still a timeout is uncertain by contract,
        // whatever was sent: the handler may be one that only stands for a gateway and never reads a body. A caller who
        // cancels learns whether anything was sent.
        var isRecalled = content.TryRecall() && CancellationToken.IsCancellationRequested;
        lock (_lock)
        {
            _lastFailure = null;
            _doubts -= isRecalled ? 1 : 0;
        }
    }

    /// <summary>Ends the call: what is said of it now stays true.</summary>
    public void End()
    {
        lock (_lock)
        {
            _isOver = true;
        }
    }

    /// <summary>Returns what callers are told of the call.</summary>
    public PyxproCall Describe() => new()
    {
        Operation = Operation,
        Service = Message[FieldNames.Service],
        Attempts = Attempts,
        OutTradeNo = Find(FieldNames.OutTradeNo),
        TransactionId = Find(FieldNames.TransactionId),
        OutRefundNo = Find(FieldNames.OutRefundNo),
        RefundId = Find(FieldNames.RefundId),
    };

    public string? Find(string name) => Message.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
}
