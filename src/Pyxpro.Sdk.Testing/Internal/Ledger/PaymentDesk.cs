using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>What becomes of an order when a payer pays, and what the merchant is told of it (guide 3.1.4).</summary>
internal static class PaymentDesk
{
    private const string Payer = "2088000000000001";
    private const string Bank = "ALIPAYACCOUNT";

    /// <summary>Returns an order that can be paid.</summary>
    /// <exception cref="InvalidOperationException">It cannot, or there is none.</exception>
    public static Order FindOpen(Account account, string outTradeNo, DateTimeOffset now)
    {
        var order = Find(account, outTradeNo);

        return order.IsOpenAt(now)
            ? order
            : throw new InvalidOperationException(
                $"The order '{outTradeNo}' is {order.StateAt(now)} and cannot be paid.");
    }

    public static Outcome Fail(
        Account account, string outTradeNo, string payInfo, DateTimeOffset now, GatewayDialect dialect)
    {
        var order = FindOpen(account, outTradeNo, now) with { OpenState = TradeState.PayError };
        var reply = Reply.Success(GatewayEvent.PaymentFailed)
            .Add(FieldNames.PayResult, "1")
            .Add(FieldNames.PayInfo, payInfo);

        return new Outcome(
            order,
            dialect.HasAllNotificationFields
                ? Tell(reply, order, MakePayment(account, order, couponFee: 0, now), dialect)
                : reply
                    .Add(FieldNames.TradeType, ServiceNames.CreateNativeOrder)
                    .Add(FieldNames.OutTradeNo, order.OutTradeNo)
                    .Add(FieldNames.TotalFee, WireAmount.Write(order.Terms.TotalFee))
                    .Add(FieldNames.FeeType, order.FeeType)
                    .Add(FieldNames.Attach, order.Terms.Attach));
    }

    public static Outcome Pay(
        Account account, string outTradeNo, long couponFee, DateTimeOffset now, GatewayDialect dialect)
    {
        var order = FindOpen(account, outTradeNo, now);
        ArgumentOutOfRangeException.ThrowIfNegative(couponFee);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(couponFee, order.Terms.TotalFee);

        return Take(account, order, couponFee, now, dialect);
    }

    public static Outcome PayAgain(Account account, string outTradeNo, DateTimeOffset now, GatewayDialect dialect)
    {
        var order = Find(account, outTradeNo);

        return order.Payments.Count > 0
            ? Take(account, order, couponFee: 0, now, dialect)
            : throw new InvalidOperationException(
                $"The order '{outTradeNo}' is {order.StateAt(now)}; pay it first, before it is paid again.");
    }

    private static Outcome Take(
        Account account, Order order, long couponFee, DateTimeOffset now, GatewayDialect dialect)
    {
        var payment = MakePayment(account, order, couponFee, now);
        var reply = Reply.Success(GatewayEvent.OrderPaid).Add(FieldNames.PayResult, "0");

        return new Outcome(
            order with { Payments = order.Payments.Add(payment) }, Tell(reply, order, payment, dialect));
    }

    private static Payment MakePayment(Account account, Order order, long couponFee, DateTimeOffset now)
    {
        var transactionId = account.MakeNumber(now);

        return new Payment
        {
            TransactionId = transactionId,
            OutTransactionId = $"{WireTime.Write(now)}{transactionId[^10..]}",
            TotalFee = order.Terms.TotalFee,
            CouponFee = couponFee,
            PaidAt = now,
        };
    }

    private static Reply Tell(Reply reply, Order order, Payment payment, GatewayDialect dialect) => reply
        .Add(order, payment, ServiceNames.CreateNativeOrder)
        .Add(FieldNames.Openid, Payer)
        .Add(FieldNames.BankType, dialect.HasAllNotificationFields ? Bank : null);

    private static Order Find(Account account, string outTradeNo) => account.Ledger.Find(outTradeNo)
        ?? throw new InvalidOperationException($"The gateway has no order '{outTradeNo}'.");

    /// <summary>The order as it is now, and the notification.</summary>
    public sealed record Outcome(Order Order, Reply Reply);
}
