using Pyxpro.Sdk.Internal;
using Pyxpro.Sdk.Testing.Internal;

namespace Pyxpro.Sdk.Testing;

/// <summary>
/// An in-process gateway for tests. It stores orders, payments and refunds, verifies and signs messages, delivers
/// notifications, and injects faults. It is thread-safe and opens no connection.
/// </summary>
/// <remarks>
/// <para>To use it, create <c>new PyxproClient(new HttpClient(simulator.CreateHandler()),
/// simulator.CreateOptions(options => …))</c>, or call <c>services.AddPyxproSimulator()</c>.</para>
/// <para>It sets the gateway's URL, the merchant and the key, and no other option: a <c>notify_url</c>, an
/// <c>mch_create_ip</c> or an <c>op_user_id</c> that is missing in production is missing here too.</para>
/// <para>All times come from the <see cref="TimeProvider"/> that is passed to the constructor. With a fake one, a test
/// need not wait for the gateway's limits of five minutes and ninety days.</para>
/// </remarks>
public sealed class GatewaySimulator
{
    private static readonly Uri Url = new("https://gateway.test/pay/gateway");

    private readonly GatewayEngine _engine;
    private readonly string _mchId;

    /// <summary>Creates a gateway with the merchant of the guide's test account (guide 2.2).</summary>
    /// <param name="timeProvider">The clock; <see langword="null"/> uses the system's.</param>
    public GatewaySimulator(TimeProvider? timeProvider = null)
        : this("124580000005", "01bf86746b7a8258a174c728c17d3de5", timeProvider)
    {
    }

    /// <summary>Creates a gateway with one merchant. More can be added.</summary>
    /// <param name="mchId">The merchant, <c>mch_id</c>.</param>
    /// <param name="key">The merchant's key.</param>
    /// <param name="timeProvider">The clock; <see langword="null"/> uses the system's.</param>
    /// <exception cref="ArgumentException">The merchant is empty, or the key is not valid.</exception>
    public GatewaySimulator(string mchId, string key, TimeProvider? timeProvider = null)
    {
        _engine = new GatewayEngine(timeProvider ?? TimeProvider.System);
        _mchId = mchId;
        Notifications = new SimulatedNotifications(_engine);
        Buyer = new SimulatedBuyer(_engine, Notifications, mchId);
        AddMerchant(mchId, key);
    }

    /// <summary>Gets the buyer, who pays orders, or fails to.</summary>
    public SimulatedBuyer Buyer { get; }

    /// <summary>Gets the notifications of payments, and their deliveries.</summary>
    public SimulatedNotifications Notifications { get; }

    /// <summary>Gets the faults of calls.</summary>
    public CallFaults Faults => _engine.Faults;

    /// <summary>Gets what the gateway received, did and sent, oldest first.</summary>
    public IReadOnlyList<GatewayLogEntry> Log => _engine.CopyLog();

    /// <summary>Gets or sets whether clients can connect to the gateway. If not, their calls end as
    /// <see cref="PyxproOutcome.NotSent"/>.</summary>
    /// <value><see langword="true"/> by default.</value>
    public bool IsReachable
    {
        get => _engine.IsReachable;
        set => _engine.IsReachable = value;
    }

    /// <summary>Gets or sets the behaviour in which gateways of this family differ.</summary>
    /// <value>The usual behaviour by default; <see cref="GatewayDialect.Guide"/> follows the guide to the
    /// letter.</value>
    public GatewayDialect Dialect
    {
        get => _engine.Settings.Dialect;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _engine.Settings.Dialect = value;
        }
    }

    /// <summary>Gets or sets the currency of orders that are created from now on, <c>fee_type</c>.</summary>
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

    /// <summary>Gets or sets the final status of refunds that are accepted from now on: SUCCESS, FAIL, CHANGE or
    /// NOTSURE. A refund that is NOTSURE is restarted when it is requested again; in some dialects a failed one
    /// too.</summary>
    /// <value>SUCCESS by default.</value>
    public RefundStatus FinalRefundStatus
    {
        get => _engine.Settings.FinalRefundStatus;
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value.Value, nameof(value));
            _engine.Settings.FinalRefundStatus = value;
        }
    }

    /// <summary>Gets or sets how old the state is that queries return, as of a replica that lags. An order that was
    /// created within this time is not found.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan VisibilityDelay
    {
        get => _engine.Settings.VisibilityDelay;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            _engine.Settings.VisibilityDelay = value;
        }
    }

    /// <summary>Adds a merchant with its own key and orders.</summary>
    /// <param name="mchId">The merchant, <c>mch_id</c>.</param>
    /// <param name="key">The merchant's key.</param>
    /// <exception cref="ArgumentException">The merchant is empty or exists, or the key is not valid.</exception>
    public void AddMerchant(string mchId, string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mchId);
        _engine.AddAccount(new Account(mchId, key));
    }

    /// <summary>Changes a merchant's key. From now on, requests must be signed with the new key, and messages of the
    /// gateway are signed with it. Existing notifications keep their signature.</summary>
    /// <param name="key">The new key.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> uses the one of the constructor.</param>
    /// <exception cref="ArgumentException">The key is not valid, or there is no such merchant.</exception>
    public void ReplaceKey(string key, string? mchId = null) => _engine.With(
        mchId ?? _mchId, context => context.Account.Signer = new GatewaySigner(context.Account.MchId, key));

    /// <summary>Creates a handler that sends an <see cref="HttpClient"/>'s requests to this gateway.</summary>
    public HttpMessageHandler CreateHandler() => new SimulatorHandler(_engine);

    /// <summary>Creates options with this gateway's URL, one of its merchants, and the merchant's key.</summary>
    /// <param name="configure">Sets the merchant's own options, such as <see cref="PyxproOptions.NotifyUrl"/> and
    /// <see cref="PyxproOptions.MchCreateIp"/>, which orders need, and <see cref="PyxproOptions.OpUserId"/>, which
    /// refunds need. URL, merchant and key are replaced. <see langword="null"/> sets none: that is enough to query and
    /// close orders and to parse notifications.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> uses the one of the constructor.</param>
    /// <exception cref="ArgumentException">There is no such merchant.</exception>
    public PyxproOptions CreateOptions(Action<PyxproOptions>? configure = null, string? mchId = null)
    {
        var options = new PyxproOptions();
        configure?.Invoke(options);
        Configure(options, mchId);

        return options;
    }

    /// <summary>Processes the body of a POST, without any of the <see cref="Faults"/>.</summary>
    /// <param name="request">The request's body.</param>
    /// <returns>The response's body: signed, or an unsigned error with a <c>status</c> other than <c>0</c>.</returns>
    public byte[] Respond(ReadOnlySpan<byte> request) =>
        _engine.Process(_engine.Receive(request.ToArray(), canFail: false)).Body;

    /// <summary>Ends an unpaid order from the gateway's side.</summary>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <param name="state">The final state: CLOSED, REVERSE, REVOK or REVOKED.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> uses the one of the constructor.</param>
    /// <exception cref="InvalidOperationException">The order is paid or has ended, or there is none.</exception>
    /// <exception cref="ArgumentException">The state is not a final state of an unpaid order.</exception>
    public void EndOrder(string outTradeNo, TradeState state, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(outTradeNo);
        if (state.IsPaid || state.IsRefunded || state.IsPending)
        {
            throw new ArgumentException($"'{state}' is not a final state of an unpaid order.", nameof(state));
        }

        Apply(mchId, context => CloseOrder.End(context, outTradeNo, state));
    }

    /// <summary>Ends a refund now, before its delay is over and with any status.</summary>
    /// <param name="outRefundNo">The merchant's number of the refund, <c>out_refund_no</c>.</param>
    /// <param name="status">The final status.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> uses the one of the constructor.</param>
    /// <exception cref="InvalidOperationException">The refund has ended already, or there is none.</exception>
    public void EndRefund(string outRefundNo, RefundStatus status, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(outRefundNo);
        ArgumentException.ThrowIfNullOrEmpty(status.Value, nameof(status));

        Apply(mchId, context => RefundOrder.End(context, outRefundNo, status));
    }

    /// <summary>Returns an order of the gateway.</summary>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> uses the one of the constructor.</param>
    /// <returns><see langword="null"/> if there is no such order.</returns>
    public SimulatedOrder? FindOrder(string outTradeNo, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(outTradeNo);

        return _engine.With(
            mchId ?? _mchId, context => context.Ledger.Find(outTradeNo)?.ToSnapshot(context.Now));
    }

    /// <summary>Returns a refund of the gateway.</summary>
    /// <param name="outRefundNo">The merchant's number of the refund, <c>out_refund_no</c>.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> uses the one of the constructor.</param>
    /// <returns><see langword="null"/> if there is no such refund.</returns>
    public SimulatedRefund? FindRefund(string outRefundNo, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(outRefundNo);

        return _engine.With(
            mchId ?? _mchId,
            context => context.Ledger.FindByRefund(outRefundNo)?.FindRefundSnapshot(outRefundNo, context.Now));
    }

    /// <summary>Connects a merchant of an application to an account, which is added if there is none.</summary>
    /// <param name="options">The merchant's options.</param>
    /// <param name="mchId">The account; <see langword="null"/> uses the one of the constructor.</param>
    internal void ConnectToAccount(PyxproOptions options, string? mchId)
    {
        _engine.EnsureAccount(mchId ?? _mchId, MakeKey);
        Configure(options, mchId);
    }

    /// <summary>Connects a merchant of an application to an account of its own. It keeps its number and its key, and a
    /// wrong one is found as in production. A missing one is made up, because tests often lack secrets.</summary>
    /// <param name="options">The merchant's options.</param>
    /// <param name="name">The merchant's name, which is its number if it has none.</param>
    internal void ConnectWithOwnAccount(PyxproOptions options, string name)
    {
        if (string.IsNullOrWhiteSpace(options.MchId) && FieldLimits.Validate(FieldNames.MchId, name) is null)
        {
            options.MchId = name;
        }

        options.GatewayUrl = Url;
        if (FieldLimits.Validate(FieldNames.MchId, options.MchId ?? "") is not null)
        {
            return;
        }

        if (string.IsNullOrEmpty(options.Key) || options.MchId == _mchId)
        {
            ConnectToAccount(options, options.MchId);
        }
        else if (MerchantKey.Validate(options.Key) is null)
        {
            _engine.EnsureAccount(options.MchId!, () => options.Key);
        }
    }

    private static string MakeKey() => Guid.NewGuid().ToString("N");

    /// <summary>Sets the options that belong to this gateway. All others are the application's.</summary>
    private void Configure(PyxproOptions options, string? mchId)
    {
        options.MchId = mchId ?? _mchId;
        options.Key = _engine.With(options.MchId, context => context.Account.Signer.Key);
        options.GatewayUrl = Url;
    }

    private void Apply(string? mchId, Func<OperationContext, OperationResult> operation) =>
        _engine.With(mchId ?? _mchId, context => _engine.Apply(context, operation(context)));
}
