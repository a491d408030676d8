using Pyxpro.Sdk.Testing.Internal;

namespace Pyxpro.Sdk.Testing;

/// <summary>The payers' side of a <see cref="GatewaySimulator"/>: who scans the QR code of an order and pays, or
/// not.</summary>
/// <remarks>Each payment and each failure makes a notification, which is also put in the queue of
/// <see cref="GatewaySimulator.Notifications"/>. Whatever is impossible at the gateway, such as paying an order that is
/// closed, throws <see cref="InvalidOperationException"/>.</remarks>
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

    /// <summary>Begins to pay: the code was scanned, the PIN was not entered yet. The order is USERPAYING.</summary>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> takes the one that the simulator was made with.</param>
    /// <exception cref="InvalidOperationException">The order cannot be paid, or there is none.</exception>
    public void BeginPayment(string outTradeNo, string? mchId = null) =>
        Change(outTradeNo, mchId, TradeState.UserPaying, GatewayEvent.PaymentBegun);

    /// <summary>Turns away without paying: the order is NOTPAY again.</summary>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> takes the one that the simulator was made with.</param>
    /// <exception cref="InvalidOperationException">The order cannot be paid, or there is none.</exception>
    public void CancelPayment(string outTradeNo, string? mchId = null) =>
        Change(outTradeNo, mchId, TradeState.NotPay, GatewayEvent.PaymentCanceled);

    /// <summary>Tries to pay and fails, for want of money for instance: the order is PAYERROR, and can still be
    /// paid.</summary>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <param name="payInfo">Why, in words, <c>pay_info</c>.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> takes the one that the simulator was made with.</param>
    /// <returns>The signed notification of the failure, with a <c>pay_result</c> other than <c>0</c>.</returns>
    /// <exception cref="InvalidOperationException">The order cannot be paid, or there is none.</exception>
    public byte[] FailPayment(
        string outTradeNo, string payInfo = "the payer has too little money", string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(outTradeNo);
        ArgumentException.ThrowIfNullOrEmpty(payInfo);

        return With(mchId, (account, now) => Notify(
            account,
            now,
            PaymentDesk.Fail(account, outTradeNo, payInfo, now, _engine.Dialect)));
    }

    /// <summary>Pays.</summary>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <param name="couponFee">The part that is paid by coupon, in minor units: less than the order's amount.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> takes the one that the simulator was made with.</param>
    /// <returns>The signed notification, as the gateway posts it to <c>notify_url</c>.</returns>
    /// <exception cref="InvalidOperationException">The order cannot be paid, or there is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The coupon is negative, or not less than the amount.</exception>
    public byte[] Pay(string outTradeNo, long couponFee = 0, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(outTradeNo);

        return With(mchId, (account, now) => Notify(
            account, now, PaymentDesk.Pay(account, outTradeNo, couponFee, now, _engine.Dialect)));
    }

    /// <summary>Pays an order that is paid already, as happens when two people scan the same code: a second payment
    /// with a number of its own, which the merchant owes back.</summary>
    /// <param name="outTradeNo">The merchant's order number, <c>out_trade_no</c>.</param>
    /// <param name="mchId">The merchant; <see langword="null"/> takes the one that the simulator was made with.</param>
    /// <returns>The signed notification of this payment.</returns>
    /// <exception cref="InvalidOperationException">The order is not paid, or there is none.</exception>
    public byte[] PayAgain(string outTradeNo, string? mchId = null)
    {
        ArgumentNullException.ThrowIfNull(outTradeNo);

        return With(mchId, (account, now) => Notify(
            account, now, PaymentDesk.PayAgain(account, outTradeNo, now, _engine.Dialect)));
    }

    private void Change(string outTradeNo, string? mchId, TradeState state, GatewayEvent act)
    {
        ArgumentNullException.ThrowIfNull(outTradeNo);

        With(mchId, (account, now) =>
        {
            account.Ledger.Store(PaymentDesk.FindOpen(account, outTradeNo, now) with { OpenState = state });
            _engine.Write(new() { At = now, Event = act, MchId = account.MchId, OutTradeNo = outTradeNo });

            return act;
        });
    }

    private TResult With<TResult>(string? mchId, Func<Account, DateTimeOffset, TResult> work) =>
        _engine.With(mchId ?? _mchId, work);

    private byte[] Notify(Account account, DateTimeOffset now, PaymentDesk.Outcome outcome)
    {
        var (order, reply) = outcome;
        account.Ledger.Store(order);
        var body = account.Signer.Encode(reply.Fields, _engine.Dialect);
        var entry = new GatewayLogEntry
        {
            At = now,
            Event = reply.Event,
            MchId = account.MchId,
            OutTradeNo = order.OutTradeNo,
            TransactionId = order.Payments.LastOrDefault()?.TransactionId,
            Amount = order.Terms.TotalFee,
            Sent = body,
        };
        _engine.Write(entry);
        _notifications.Add(entry);

        return body;
    }
}
