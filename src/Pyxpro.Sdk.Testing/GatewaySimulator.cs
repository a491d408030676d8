using Pyxpro.Sdk.Testing.Internal;

namespace Pyxpro.Sdk.Testing;

/// <summary>
/// A gateway that lives in the process: it remembers orders, payments and refunds, checks signatures, answers signed,
/// posts notifications, and fails in every way that a test asks for. It is thread-safe and opens no connection.
/// </summary>
/// <remarks>
/// <para>Put a client on it by <c>new PyxproClient(new HttpClient(simulator.CreateHandler()),
/// simulator.CreateOptions(options => …))</c>, or a container by <c>services.AddPyxproSimulator()</c>.</para>
/// <para>It sets the gateway's URL, the merchant and the key, and no other setting: a <c>notify_url</c>, an
/// <c>mch_create_ip</c> or an <c>op_user_id</c> that is missing in production is missing here too.</para>
/// <para>All time comes from the <see cref="TimeProvider"/> it is made with, so that the rules of five minutes and of
/// ninety days can be tested in no time.</para>
/// </remarks>
public sealed class GatewaySimulator
{
    private readonly GatewayEngine _engine;
    private readonly string _mchId;

    /// <summary>Makes a gateway with the merchant of the guide's test account (guide 2.2).</summary>
    /// <param name="timeProvider">Tells the time; <see langword="null"/> takes the system's.</param>
    public GatewaySimulator(TimeProvider? timeProvider = null)
        : this("124580000005", "01bf86746b7a8258a174c728c17d3de5", timeProvider)
    {
    }

    /// <summary>Makes a gateway with one merchant. Others can be added.</summary>
    /// <param name="mchId">The merchant, <c>mch_id</c>.</param>
    /// <param name="key">The merchant's key.</param>
    /// <param name="timeProvider">Tells the time; <see langword="null"/> takes the system's.</param>
    /// <exception cref="ArgumentException">The merchant is empty, or the key is not one.</exception>
    public GatewaySimulator(string mchId, string key, TimeProvider? timeProvider = null)
    {
        _engine = new GatewayEngine(timeProvider ?? TimeProvider.System);
        _mchId = mchId;
        Notifications = new SimulatedNotifications(_engine);
        Buyer = new SimulatedBuyer(_engine, Notifications, mchId);
        AddMerchant(mchId, key);
    }

    /// <summary>Gets the payers, who pay orders or not.</summary>
    public SimulatedBuyer Buyer { get; }

    /// <summary>Gets the notifications of payments, and how they reach the merchant.</summary>
    public SimulatedNotifications Notifications { get; }

    /// <summary>Gets which calls go wrong, and how.</summary>
    public CallFaults Faults => _engine.Faults;

    /// <summary>Gets what the gateway saw, did and answered until now, oldest first.</summary>
    public IReadOnlyList<GatewayLogEntry> Log => _engine.CopyLog();

    /// <summary>Gets or sets whether clients reach the gateway at all. If not, their calls end as
    /// <see cref="PyxproOutcome.NotSent"/>.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool IsReachable
    {
        get => _engine.IsReachable;
        set => _engine.IsReachable = value;
    }

    /// <summary>Gets or sets what the gateway does where gateways of this family differ, and how it writes what it
    /// sends.</summary>
    /// <value>What is usual, by default; <see cref="GatewayDialect.Guide"/> holds to the letter of the guide.</value>
    public GatewayDialect Dialect
    {
        get => _engine.Dialect;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _engine.Dialect = value;
        }
    }

    /// <summary>Gets or sets the currency of orders that are made from now on, <c>fee_type</c>.</summary>
    /// <value>HKD by default.</value>
    public string FeeType
    {
        get => _engine.Settings.FeeType;
        set
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            _engine.Settings.FeeType = value;
        }
    }

    /// <summary>Gets or sets how long refunds that are accepted from now on are PROCESSING.</summary>
    /// <value>One minute by default.</value>
    public TimeSpan RefundDelay
    {
        get => _engine.Settings.RefundDelay;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            _engine.Settings.RefundDelay = value;
        }
    }

    /// <summary>Gets or sets what refunds that are accepted from now on end as: SUCCESS, FAIL, CHANGE or NOTSURE. One
    /// that is NOTSURE begins again when it is asked for again, and in some dialects one that is FAIL.</summary>
    /// <value>SUCCESS by default.</value>
    public RefundStatus RefundEnding
    {
        get => _engine.Settings.RefundEnding;
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value.Value, nameof(value));
            _engine.Settings.RefundEnding = value;
        }
    }

    /// <summary>Gets or sets for how long queries do not see what has happened, such as an order that was just
    /// made.</summary>
    /// <value>None by default.</value>
    public TimeSpan VisibilityDelay
    {
        get => _engine.Settings.VisibilityDelay;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            _engine.Settings.VisibilityDelay = value;
        }
    }

    /// <summary>Adds a merchant, with orders and a key of its own.</summary>
    /// <param name="mchId">The merchant, <c>mch_id</c>.</param>
    /// <param name="key">The merchant's key.</param>
    /// <exception cref="ArgumentException">The merchant is empty or known, or the key is not one.</exception>
    public void AddMerchant(string mchId, string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mchId);
        _engine.Add(new Account(mchId, key));
    }

    /// <summary>Changes a merchant's key: from now on requests must be signed with the new one, and what the gateway
    /// sends is. Notifications that were made before keep their signature.</summary>
    /// <param name="key">The new key.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> takes the one that the simulator was made with.</param>
    /// <exception cref="ArgumentException">The key is not one, or there is no such merchant.</exception>
    public void ReplaceKey(string key, string? mchId = null) => _engine.With(
        mchId ?? _mchId, (account, _) => account.Signer = new GatewaySigner(account.MchId, key));

    /// <summary>Makes a handler that carries an <see cref="HttpClient"/>'s requests to this gateway.</summary>
    public HttpMessageHandler CreateHandler() => new SimulatorHandler(_engine);

    /// <summary>Makes options with this gateway's URL, a merchant of it and the merchant's key. That is enough to query
    /// and close orders and to read notifications.</summary>
    /// <param name="mchId">The merchant; <see langword="null"/> takes the one that the simulator was made with.</param>
    /// <returns>Options without <see cref="PyxproOptions.NotifyUrl"/> and <see cref="PyxproOptions.MchCreateIp"/>,
    /// which orders need, and without <see cref="PyxproOptions.OpUserId"/>, which refunds need, unless each request
    /// brings its own.</returns>
    /// <exception cref="ArgumentException">There is no such merchant.</exception>
    public PyxproOptions CreateOptions(string? mchId = null) => CreateOptions(_ => { }, mchId);

    /// <summary>Makes options with the merchant's own settings, as the application makes them for production, and this
    /// gateway's URL, a merchant of it and the merchant's key.</summary>
    /// <param name="configure">Sets what is the merchant's own, such as <see cref="PyxproOptions.NotifyUrl"/>,
    /// <see cref="PyxproOptions.MchCreateIp"/> and <see cref="PyxproOptions.OpUserId"/>. URL, merchant and key are
    /// replaced.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> takes the one that the simulator was made with.</param>
    /// <exception cref="ArgumentException">There is no such merchant.</exception>
    public PyxproOptions CreateOptions(Action<PyxproOptions> configure, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(configure);

        var options = new PyxproOptions();
        configure(options);
        Connect(options, mchId);

        return options;
    }

    /// <summary>Answers a request, as the gateway answers a POST, without any of the <see cref="Faults"/>.</summary>
    /// <param name="request">The request's body.</param>
    /// <returns>The answer's body: signed, or an unsigned error with a <c>status</c> other than <c>0</c>.</returns>
    public byte[] Answer(ReadOnlySpan<byte> request) =>
        _engine.Process(_engine.Receive(request.ToArray(), canFail: false)).Body;

    /// <summary>Pays an order: <see cref="SimulatedBuyer.Pay"/>.</summary>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <returns>The signed notification, as the gateway posts it to <c>notify_url</c>.</returns>
    /// <exception cref="InvalidOperationException">There is no such order, or it cannot be paid any more.</exception>
    public byte[] Pay(string outTradeNo) => Buyer.Pay(outTradeNo);

    /// <summary>Ends an order that nobody has paid, from the gateway's side.</summary>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <param name="state">How: CLOSED, REVERSE, REVOK or REVOKED.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> takes the one that the simulator was made with.</param>
    /// <exception cref="InvalidOperationException">The order is paid or has ended, or there is none.</exception>
    /// <exception cref="ArgumentException">The state is no end of an unpaid order.</exception>
    public void EndOrder(string outTradeNo, TradeState state, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(outTradeNo);
        if (state.IsPaid || state.IsRefunded || state.IsPending)
        {
            throw new ArgumentException($"'{state}' is no end of an unpaid order.", nameof(state));
        }

        _engine.With(mchId ?? _mchId, (account, now) =>
        {
            var order = PaymentDesk.FindOpen(account, outTradeNo, now) with { End = (state, now) };
            account.Ledger.Store(order);
            _engine.Write(new()
            {
                At = now,
                Event = GatewayEvent.OrderEnded,
                MchId = account.MchId,
                OutTradeNo = outTradeNo,
            });

            return order;
        });
    }

    /// <summary>Ends a refund now, instead of after its delay and in its usual way.</summary>
    /// <param name="outRefundNo">The merchant's number of the refund, <c>out_refund_no</c>.</param>
    /// <param name="status">What it ends as.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> takes the one that the simulator was made with.</param>
    /// <exception cref="InvalidOperationException">The refund has ended already, or there is none.</exception>
    public void EndRefund(string outRefundNo, RefundStatus status, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(outRefundNo);
        ArgumentException.ThrowIfNullOrEmpty(status.Value, nameof(status));

        _engine.With(mchId ?? _mchId, (account, now) =>
        {
            var order = RefundDesk.End(account, outRefundNo, status, now);
            account.Ledger.Store(order);
            _engine.Write(new()
            {
                At = now,
                Event = GatewayEvent.RefundEnded,
                MchId = account.MchId,
                OutTradeNo = order.OutTradeNo,
                OutRefundNo = outRefundNo,
            });

            return order;
        });
    }

    /// <summary>Returns what the gateway remembers of an order.</summary>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> takes the one that the simulator was made with.</param>
    /// <returns><see langword="null"/> if there is no such order.</returns>
    public SimulatedOrder? FindOrder(string outTradeNo, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(outTradeNo);

        return _engine.With(
            mchId ?? _mchId, (account, now) => account.Ledger.Find(outTradeNo)?.ToSnapshot(now));
    }

    /// <summary>Returns what the gateway remembers of a refund.</summary>
    /// <param name="outRefundNo">The merchant's number of the refund, <c>out_refund_no</c>.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> takes the one that the simulator was made with.</param>
    /// <returns><see langword="null"/> if there is no such refund.</returns>
    public SimulatedRefund? FindRefund(string outRefundNo, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(outRefundNo);

        return _engine.With(mchId ?? _mchId, (account, now) =>
            account.Ledger.FindByRefund(outRefundNo) is { } order
            && order.FindRefund(outRefundNo) is var (payment, refund)
                ? refund.ToSnapshot(order, payment, now)
                : null);
    }

    /// <summary>Sets what makes options those of this gateway. Whatever else is missing must be missing in tests
    /// too.</summary>
    internal void Connect(PyxproOptions options, string? mchId)
    {
        options.MchId = mchId ?? _mchId;
        options.Key = _engine.With(options.MchId, (account, _) => account.Signer.Key);
        options.GatewayUrl = new Uri("https://gateway.test/pay/gateway");
    }
}
