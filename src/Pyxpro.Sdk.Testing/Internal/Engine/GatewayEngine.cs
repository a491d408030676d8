using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

// A request is handled in two steps, because it can be delayed on its way. Receive verifies it and draws its fault;
// Process runs the operation, stores the order that it changed, creates the response, and adds one log entry.
// Payers and tests change orders by With and Apply. Everything runs under one lock.
// A request that was not verified must never change an order, and no order must ever change without a log entry.

/// <summary>The simulated gateway: the merchants' accounts, the log, and the processing of requests.</summary>
internal sealed class GatewayEngine(TimeProvider timeProvider)
{
    private static readonly CallFault NoFault = new();

    private readonly object _lock = new();
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly List<GatewayLogEntry> _log = [];

    public TimeProvider TimeProvider => timeProvider;

    public GatewaySettings Settings { get; } = new();

    public CallFaults Faults { get; } = new();

    public bool IsReachable { get; set; } = true;

    public IReadOnlyList<GatewayLogEntry> CopyLog()
    {
        lock (_lock)
        {
            return _log.ToArray();
        }
    }

    /// <exception cref="ArgumentException">There is such a merchant already.</exception>
    public void AddAccount(Account account)
    {
        lock (_lock)
        {
            if (!_accounts.TryAdd(account.MchId, account))
            {
                throw new ArgumentException($"The gateway has a merchant '{account.MchId}' already.", nameof(account));
            }
        }
    }

    /// <summary>Adds an account with a key, unless there is one.</summary>
    public void EnsureAccount(string mchId, Func<string> makeKey)
    {
        lock (_lock)
        {
            if (!_accounts.ContainsKey(mchId))
            {
                _accounts.Add(mchId, new Account(mchId, makeKey()));
            }
        }
    }

    /// <summary>Reads or changes a merchant's account under the lock.</summary>
    /// <exception cref="ArgumentException">There is no such merchant.</exception>
    public TResult With<TResult>(string mchId, Func<OperationContext, TResult> work)
    {
        lock (_lock)
        {
            return _accounts.TryGetValue(mchId, out var account)
                ? work(new OperationContext(account, Settings, timeProvider.GetUtcNow()))
                : throw new ArgumentException($"The gateway has no merchant '{mchId}'. Add it first.", nameof(mchId));
        }
    }

    /// <summary>Stores and logs a change that no request asked for. Call it within <see cref="With"/>.</summary>
    public GatewayLogEntry Apply(OperationContext context, OperationResult result)
    {
        var order = result.Changed!;
        context.Ledger.Store(order);
        var entry = new GatewayLogEntry
        {
            At = context.Now,
            Event = result.Event,
            MchId = context.Account.MchId,
            OutTradeNo = order.OutTradeNo,
            OutRefundNo = result.OutRefundNo,
        };

        return Log(!result.IsNotification ? entry : entry with
        {
            TransactionId = order.Payments.LastOrDefault()?.TransactionId,
            Amount = order.Terms.TotalFee,
            Sent = context.Account.Signer.Encode(result.Fields, Settings.Dialect),
        });
    }

    public GatewayLogEntry Log(GatewayLogEntry entry)
    {
        lock (_lock)
        {
            _log.Add(entry);
        }

        return entry;
    }

    /// <summary>Verifies a request, and draws its fault.</summary>
    public ReceivedRequest Receive(byte[] body, bool canFail)
    {
        lock (_lock)
        {
            var (verified, error) = Verify(body);
            var fault = verified is var (_, request) && canFail
                ? Faults.Draw(request.Operation, request.Number)
                : null;

            return new ReceivedRequest(body, fault) { Verified = verified, Error = error };
        }
    }

    /// <summary>Runs a request's operation, unless its fault prevents that, and creates the response.</summary>
    public SentResponse Process(ReceivedRequest received)
    {
        lock (_lock)
        {
            var now = timeProvider.GetUtcNow();
            if (received.Verified is not var (account, request))
            {
                var error = GatewaySigner.EncodeUnsigned(received.Error);
                _log.Add(new() { At = now, Event = GatewayEvent.Nothing, Request = received.Body, Sent = error });

                return new SentResponse(error);
            }

            var result = OperationDispatcher.Run(new OperationContext(account, Settings, now), request);
            if (received.Fault?.IsProcessed != false && result.Changed is { } order)
            {
                account.Ledger.Store(order);
            }

            var response = Respond(account, request, result, received.Fault ?? NoFault);
            _log.Add(ToLogEntry(now, received, account, request, result) with { Sent = response.Body });

            return response;
        }
    }

    private static GatewayLogEntry ToLogEntry(
        DateTimeOffset now, ReceivedRequest received, Account account, RequestMessage request, OperationResult result)
    {
        var isProcessed = received.Fault?.IsProcessed != false;
        long? refundFee = request.FindAmount(FieldNames.RefundFee) is > 0 and var fee ? fee : null;
        long? totalFee = request.FindAmount(FieldNames.TotalFee) is > 0 and var total ? total : null;

        return new()
        {
            At = now,
            Event = isProcessed ? result.Event : GatewayEvent.Nothing,
            Operation = request.Operation,
            MchId = account.MchId,
            OutTradeNo = request.FindOptional(FieldNames.OutTradeNo),
            TransactionId = request.FindOptional(FieldNames.TransactionId),
            OutRefundNo = request.FindOptional(FieldNames.OutRefundNo),
            Amount = refundFee ?? totalFee,
            ErrorCode = result.ErrorCode,
            Fault = received.Fault,
            Request = received.Body,
        };
    }

    private SentResponse Respond(Account account, RequestMessage request, OperationResult result, CallFault fault)
    {
        var earlier = account.LastResponses.GetValueOrDefault(request.Operation);
        var response = SentResponse.Create(account, result, Settings.Dialect, fault, earlier);
        if (fault.Kind == CallFaultKind.Unchanged)
        {
            account.LastResponses[request.Operation] = response.Body;
        }

        return response;
    }

    private ((Account Account, RequestMessage Request)? Verified, string Error) Verify(byte[] body)
    {
        if (!XmlMessageCodec.TryDecode(body, out var message))
        {
            return (null, "XML_FORMAT_ERROR");
        }

        var request = new RequestMessage(message);

        return !_accounts.TryGetValue(request.Find(FieldNames.MchId), out var account)
                ? (null, "valid mch status fail")
            : account.Signer.Verify(message) ? ((account, request), "")
            : (null, "Signature error");
    }
}
