using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>The gateway behind all its doors: the merchants' calls, the payers, the tests. One thing happens at a
/// time.</summary>
internal sealed class GatewayEngine(TimeProvider timeProvider)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly List<GatewayLogEntry> _log = [];

    public TimeProvider TimeProvider => timeProvider;

    public GatewaySettings Settings { get; } = new();

    public CallFaults Faults { get; } = new();

    public GatewayDialect Dialect { get; set; } = new();

    public bool IsReachable { get; set; } = true;

    public IReadOnlyList<GatewayLogEntry> CopyLog()
    {
        lock (_lock)
        {
            return _log.ToArray();
        }
    }

    /// <exception cref="ArgumentException">There is such a merchant already.</exception>
    public void Add(Account account)
    {
        lock (_lock)
        {
            if (!_accounts.TryAdd(account.MchId, account))
            {
                throw new ArgumentException($"The gateway has a merchant '{account.MchId}' already.", nameof(account));
            }
        }
    }

    /// <summary>Reads or changes what the gateway knows of a merchant.</summary>
    /// <exception cref="ArgumentException">There is no such merchant.</exception>
    public TResult With<TResult>(string mchId, Func<Account, DateTimeOffset, TResult> work)
    {
        lock (_lock)
        {
            return _accounts.TryGetValue(mchId, out var account)
                ? work(account, timeProvider.GetUtcNow())
                : throw new ArgumentException($"The gateway has no merchant '{mchId}'. Add it first.", nameof(mchId));
        }
    }

    /// <summary>Writes down what happened. Whoever calls it is within <see cref="With"/>.</summary>
    public void Write(GatewayLogEntry entry)
    {
        lock (_lock)
        {
            _log.Add(entry);
        }
    }

    /// <summary>Takes a request in, and decides what will go wrong with it.</summary>
    public ReceivedCall Receive(byte[] body, bool canFail)
    {
        lock (_lock)
        {
            var (verified, refusal) = Verify(body);
            var fault = verified is var (_, request) && canFail
                ? Faults.Draw(Operation.Of(request), request.Number)
                : null;

            return new ReceivedCall(body, fault) { Verified = verified, Refusal = refusal };
        }
    }

    /// <summary>Does what a request asks for, unless it goes wrong before, and makes what is sent back.</summary>
    public SentAnswer Process(ReceivedCall call)
    {
        lock (_lock)
        {
            var now = timeProvider.GetUtcNow();
            if (call.Verified is not var (account, request))
            {
                var refusal = GatewaySigner.EncodeUnsigned(call.Refusal);
                _log.Add(new() { At = now, Event = GatewayEvent.Nothing, Request = call.Body, Sent = refusal });

                return new SentAnswer(refusal);
            }

            var reply = Operation.Run(new OperationContext(account, Settings, Dialect, now), request);
            var acts = call.Fault?.IsProcessed != false;
            if (acts && reply.Changed is { } order)
            {
                account.Ledger.Store(order);
            }

            var answer = Answer(account, request, reply, call.Fault ?? NoFault);
            _log.Add(ToEntry(call, account, request, reply, now) with
            {
                Event = acts ? reply.Event : GatewayEvent.Nothing,
                Sent = answer.Body,
            });

            return answer;
        }
    }

    private static CallFault NoFault { get; } = new();

    private static GatewayLogEntry ToEntry(
        ReceivedCall call, Account account, RequestMessage request, Reply reply, DateTimeOffset now) => new()
        {
            At = now,
            Event = reply.Event,
            Operation = Operation.Of(request),
            MchId = account.MchId,
            OutTradeNo = NullIfEmpty(request.OutTradeNo),
            TransactionId = NullIfEmpty(request.TransactionId),
            OutRefundNo = NullIfEmpty(request.OutRefundNo),
            Amount = FirstAmount(request),
            ErrorCode = reply.ErrorCode,
            Fault = call.Fault,
            Request = call.Body,
        };

    private static string? NullIfEmpty(string text) => text.Length == 0 ? null : text;

    private static long? FirstAmount(RequestMessage request) =>
        request.FindAmount(FieldNames.RefundFee) is > 0 and var refundFee ? refundFee
        : request.FindAmount(FieldNames.TotalFee) is > 0 and var totalFee ? totalFee
        : null;

    private SentAnswer Answer(Account account, RequestMessage request, Reply reply, CallFault fault)
    {
        var operation = Operation.Of(request);
        var answer = BrokenAnswer.Make(
            account, reply, Dialect, fault, account.LastAnswers.GetValueOrDefault(operation));
        if (fault.Kind == CallFaultKind.Answered)
        {
            account.LastAnswers[operation] = answer.Body;
        }

        return answer;
    }

    private ((Account Account, RequestMessage Request)? Verified, string Refusal) Verify(byte[] body)
    {
        try
        {
            var message = XmlMessageCodec.Decode(body);
            var request = new RequestMessage(message);

            return !_accounts.TryGetValue(request.Find(FieldNames.MchId), out var account)
                    ? (null, "valid mch status fail")
                : account.Signer.Verify(message) ? ((account, request), "")
                : (null, "Signature error");
        }
        catch (PyxproProtocolException)
        {
            return (null, "XML_FORMAT_ERROR");
        }
    }
}
