namespace Pyxpro.Sdk.Internal;

/// <summary>
/// One call while it runs: what is asked, and what its attempts may have done so far. An attempt is in doubt from its
/// beginning until it is proven to have done nothing; the call is in doubt while one of its attempts is.
/// </summary>
internal sealed class OngoingCall
{
    private int _attempts;
    private int _doubts;
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

    public int Attempts => Volatile.Read(ref _attempts);

    public bool IsInDoubt => Volatile.Read(ref _doubts) > 0;

    public PyxproException? LastFailure => Volatile.Read(ref _lastFailure);

    /// <summary>Gets or sets what time it was at the gateway when it last answered, if it said so.</summary>
    public DateTimeOffset? GatewayTime { get; set; }

    /// <summary>Begins an attempt and returns its number, from 1.</summary>
    public int BeginAttempt()
    {
        Interlocked.Increment(ref _doubts);

        return Interlocked.Increment(ref _attempts);
    }

    /// <summary>Notes how an attempt failed.</summary>
    public void FailAttempt(PyxproException failure)
    {
        Volatile.Write(ref _lastFailure, failure);
        if (failure.Outcome != PyxproOutcome.Uncertain)
        {
            ClearDoubt();
        }
    }

    /// <summary>Notes that an attempt was stopped, by a deadline or by the caller.</summary>
    public void StopAttempt(OnceContent content)
    {
        Volatile.Write(ref _lastFailure, null);

        // A time-out is uncertain whatever was sent; a caller who cancels learns whether anything was.
        if (CancellationToken.IsCancellationRequested && content.TryRecall())
        {
            ClearDoubt();
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

    private void ClearDoubt() => Interlocked.Decrement(ref _doubts);
}
