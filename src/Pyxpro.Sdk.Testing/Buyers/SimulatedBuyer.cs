using Pyxpro.Sdk.Testing.Internal;

namespace Pyxpro.Sdk.Testing;

/// <summary>The buyers at a <see cref="GatewaySimulator"/>, who scan the QR code of an order and pay, or fail
/// to.</summary>
/// <remarks>Each payment and each failure creates a notification, and queues it in
/// <see cref="GatewaySimulator.Notifications"/>. What is impossible at the gateway, such as paying a closed order,
/// throws <see cref="InvalidOperationException"/>.</remarks>
public sealed class SimulatedBuyer
{
    private readonly GatewayEngine _engine;
    private readonly SimulatedNotifications _notifications;
    private readonly string _mchId;

    internal SimulatedBuyer(GatewayEngine engine, SimulatedNotifications notifications, string mchId)
    {
        _engine = engine;
        _notifications = notifications;
        _mchId = mchId;
    }

    /// <summary>Starts to pay: the code was scanned, and the PIN was not entered yet. The order is
    /// USERPAYING.</summary>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> uses the one of the simulator's constructor.</param>
    /// <exception cref="InvalidOperationException">The order cannot be paid, or there is none.</exception>
    public void StartPayment(string outTradeNo, string? mchId = null) =>
        SetState(outTradeNo, mchId, TradeState.UserPaying, GatewayEvent.PaymentStarted);

    /// <summary>Cancels a payment that was started. The order is NOTPAY again.</summary>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> uses the one of the simulator's constructor.</param>
    /// <exception cref="InvalidOperationException">The order cannot be paid, or there is none.</exception>
    public void CancelPayment(string outTradeNo, string? mchId = null) =>
        SetState(outTradeNo, mchId, TradeState.NotPay, GatewayEvent.PaymentCanceled);

    /// <summary>Tries to pay and fails, for example for lack of money. The order is PAYERROR, and can still be
    /// paid.</summary>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <param name="payInfo">The reason, <c>pay_info</c>.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> uses the one of the simulator's constructor.</param>
    /// <returns>The signed notification of the failure, with a <c>pay_result</c> other than <c>0</c>.</returns>
    /// <exception cref="InvalidOperationException">The order cannot be paid, or there is none.</exception>
    public byte[] FailPayment(
        string outTradeNo, string payInfo = "the payer has too little money", string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(outTradeNo);
        ArgumentException.ThrowIfNullOrEmpty(payInfo);

        return Notify(mchId, context => PayOrder.Fail(context, outTradeNo, payInfo));
    }

    /// <summary>Pays.</summary>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <param name="couponFee">The part that is paid by coupon, in minor units: less than the order's amount.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> uses the one of the simulator's constructor.</param>
    /// <returns>The signed notification, as the gateway posts it to <c>notify_url</c>.</returns>
    /// <exception cref="InvalidOperationException">The order cannot be paid, or there is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The coupon is negative, or not less than the amount.</exception>
    public byte[] Pay(string outTradeNo, long couponFee = 0, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(outTradeNo);

        return Notify(mchId, context => PayOrder.Pay(context, outTradeNo, couponFee));
    }

    /// <summary>Pays an order that is already paid, as when two people scan the same code. It is a second payment with
    /// its own number, which the merchant has to refund.</summary>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> uses the one of the simulator's constructor.</param>
    /// <returns>The signed notification of this payment.</returns>
    /// <exception cref="InvalidOperationException">The order is not paid, or there is none.</exception>
    public byte[] PayAgain(string outTradeNo, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(outTradeNo);

        return Notify(mchId, context => PayOrder.PayAgain(context, outTradeNo));
    }

    private void SetState(string outTradeNo, string? mchId, TradeState state, GatewayEvent gatewayEvent)
    {
        ArgumentNullException.ThrowIfNull(outTradeNo);

        _engine.With(
            mchId ?? _mchId,
            context => _engine.Apply(context, PayOrder.SetState(context, outTradeNo, state, gatewayEvent)));
    }

    private byte[] Notify(string? mchId, Func<OperationContext, OperationResult> operation) =>
        _engine.With(mchId ?? _mchId, context =>
        {
            var entry = _engine.Apply(context, operation(context));
            _notifications.Add(entry);

            return entry.Sent.ToArray();
        });
}
