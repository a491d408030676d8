using Pyxpro.Sdk.Internal;
using Pyxpro.Sdk.Testing.Internal;

namespace Pyxpro.Sdk.Testing;

/// <summary>
/// A gateway that lives in the process: it remembers orders and refunds, checks signatures, answers signed, and makes
/// the signed notification of a payment. It is thread-safe and opens no connection.
/// </summary>
/// <remarks>
/// <para>Put a client on it by <c>new PyxproClient(new HttpClient(simulator.CreateHandler()),
/// simulator.CreateOptions())</c>.</para>
/// <para>All time comes from the <see cref="TimeProvider"/> it is made with, so that the rules of five minutes and of
/// ninety days can be tested in no time.</para>
/// </remarks>
public sealed class GatewaySimulator
{
    private readonly object _lock = new();
    private readonly Ledger _ledger;
    private readonly GatewaySigner _signer;

    /// <summary>Makes a gateway with the merchant of the guide's test account (guide 2.2).</summary>
    /// <param name="timeProvider">Tells the time; <see langword="null"/> takes the system's.</param>
    public GatewaySimulator(TimeProvider? timeProvider = null)
        : this("124580000005", "01bf86746b7a8258a174c728c17d3de5", timeProvider)
    {
    }

    /// <summary>Makes a gateway with one merchant.</summary>
    /// <param name="mchId">The merchant, <c>mch_id</c>.</param>
    /// <param name="key">The merchant's key.</param>
    /// <param name="timeProvider">Tells the time; <see langword="null"/> takes the system's.</param>
    /// <exception cref="ArgumentException">The merchant is empty, or the key is not one.</exception>
    public GatewaySimulator(string mchId, string key, TimeProvider? timeProvider = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(mchId);

        _signer = new GatewaySigner(mchId, key);
        _ledger = new Ledger(mchId, timeProvider ?? TimeProvider.System);
    }

    /// <summary>Gets or sets the currency of all orders, <c>fee_type</c>.</summary>
    /// <value>HKD by default.</value>
    public string FeeType
    {
        get => _ledger.FeeType;
        set
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            _ledger.FeeType = value;
        }
    }

    /// <summary>Gets or sets how long a refund is PROCESSING before it is SUCCESS.</summary>
    /// <value>One minute by default.</value>
    public TimeSpan RefundDelay
    {
        get => _ledger.RefundDelay;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            _ledger.RefundDelay = value;
        }
    }

    /// <summary>Makes a handler that carries an <see cref="HttpClient"/>'s requests to this gateway.</summary>
    public HttpMessageHandler CreateHandler() => new SimulatorHandler(this);

    /// <summary>Makes complete options of this gateway's merchant.</summary>
    public PyxproOptions CreateOptions() => new()
    {
        GatewayUrl = new Uri("https://gateway.test/pay/gateway"),
        MchId = _signer.MchId,
        Key = _signer.Key,
        NotifyUrl = new Uri("https://shop.test/pyxpro/notify"),
        MchCreateIp = "127.0.0.1",
        OpUserId = "cashier",
    };

    /// <summary>Answers a request, as the gateway answers a POST.</summary>
    /// <param name="request">The request's body.</param>
    /// <returns>The answer's body: signed, or an unsigned error with a <c>status</c> other than <c>0</c>.</returns>
    public byte[] Answer(ReadOnlySpan<byte> request)
    {
        if (!_signer.TryVerify(request, out var fields, out var fault))
        {
            return GatewaySigner.EncodeUnsigned(fault);
        }

        lock (_lock)
        {
            var result = fields.Find(FieldNames.Service) switch
            {
                ServiceNames.CreateNativeOrder => CreateNativeOrder.Run(_ledger, fields),
                ServiceNames.QueryOrder => QueryOrder.Run(_ledger, fields),
                ServiceNames.CloseOrder => CloseOrder.Run(_ledger, fields),
                ServiceNames.Refund => RefundOrder.Run(_ledger, fields),
                ServiceNames.QueryRefund => QueryRefund.Run(_ledger, fields),
                _ => Reply.Error(PyxproErrorCode.UnsupportedApi, "The simulator does not know this service."),
            };

            return _signer.Encode(result);
        }
    }

    /// <summary>Pays an order, as a payer does who scans its QR code.</summary>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <returns>The signed notification, as the gateway posts it to <c>notify_url</c>.</returns>
    /// <exception cref="InvalidOperationException">There is no such order, or it cannot be paid any more.</exception>
    public byte[] Pay(string outTradeNo)
    {
        ArgumentNullException.ThrowIfNull(outTradeNo);

        lock (_lock)
        {
            return _signer.Encode(Payment.Run(_ledger, outTradeNo));
        }
    }

    /// <summary>Returns what the gateway remembers of an order.</summary>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <returns><see langword="null"/> if there is no such order.</returns>
    public SimulatedOrder? FindOrder(string outTradeNo)
    {
        ArgumentNullException.ThrowIfNull(outTradeNo);

        lock (_lock)
        {
            return _ledger.FindOrder(outTradeNo);
        }
    }

    /// <summary>Returns what the gateway remembers of a refund.</summary>
    /// <param name="outRefundNo">The merchant's number of the refund, <c>out_refund_no</c>.</param>
    /// <returns><see langword="null"/> if there is no such refund.</returns>
    public SimulatedRefund? FindRefund(string outRefundNo)
    {
        ArgumentNullException.ThrowIfNull(outRefundNo);

        lock (_lock)
        {
            return _ledger.FindRefund(outRefundNo);
        }
    }
}
