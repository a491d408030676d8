using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Changes an order as its payer does, and creates the notification (guide 3.1.4).</summary>
internal static class PayOrder
{
    private const string Payer = "2088000000000001";
    private const string Bank = "ALIPAYACCOUNT";

    /// <exception cref="InvalidOperationException">The order cannot be paid, or there is none.</exception>
    public static OperationResult SetState(
        OperationContext context, string outTradeNo, TradeState state, GatewayEvent gatewayEvent) =>
        OperationResult.Success(gatewayEvent, context.GetOpenOrder(outTradeNo) with { OpenState = state });

    /// <exception cref="InvalidOperationException">The order cannot be paid, or there is none.</exception>
    public static OperationResult Fail(OperationContext context, string outTradeNo, string payInfo)
    {
        var order = context.GetOpenOrder(outTradeNo) with { OpenState = TradeState.PayError };
        var result = OperationResult.Success(GatewayEvent.PaymentFailed, order)
            .Add(FieldNames.PayResult, "1")
            .Add(FieldNames.PayInfo, payInfo);

        return context.Dialect.HasAllNotificationFields
            ? AddPayment(result, order, MakePayment(context, order, couponFee: 0), context.Dialect)
            : result
                .Add(FieldNames.TradeType, ServiceNames.CreateNativeOrder)
                .Add(FieldNames.OutTradeNo, order.OutTradeNo)
                .Add(FieldNames.TotalFee, WireAmount.Write(order.Terms.TotalFee))
                .Add(FieldNames.FeeType, order.FeeType)
                .Add(FieldNames.Attach, order.Terms.Attach);
    }

    /// <exception cref="InvalidOperationException">The order cannot be paid, or there is none.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The coupon is negative, or not less than the amount.</exception>
    public static OperationResult Pay(OperationContext context, string outTradeNo, long couponFee)
    {
        var order = context.GetOpenOrder(outTradeNo);
        ArgumentOutOfRangeException.ThrowIfNegative(couponFee);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(couponFee, order.Terms.TotalFee);

        return Pay(context, order, couponFee);
    }

    /// <exception cref="InvalidOperationException">The order is not paid, or there is none.</exception>
    public static OperationResult PayAgain(OperationContext context, string outTradeNo)
    {
        var order = context.GetOrder(outTradeNo);

        return order.Payments.Count > 0
            ? Pay(context, order, couponFee: 0)
            : throw new InvalidOperationException(
                $"The order '{outTradeNo}' is {order.StateAt(context.Now)}; pay it first, before it is paid again.");
    }

    private static OperationResult Pay(OperationContext context, Order order, long couponFee)
    {
        var payment = MakePayment(context, order, couponFee);
        var result = OperationResult
            .Success(GatewayEvent.OrderPaid, order with { Payments = order.Payments.Add(payment) })
            .Add(FieldNames.PayResult, "0");

        return AddPayment(result, order, payment, context.Dialect);
    }

    private static Payment MakePayment(OperationContext context, Order order, long couponFee)
    {
        var transactionId = context.MakeNumber();

        return new Payment
        {
            TransactionId = transactionId,
            OutTransactionId = $"{WireTime.Write(context.Now)}{transactionId[^10..]}",
            TotalFee = order.Terms.TotalFee,
            CouponFee = couponFee,
            PaidAt = context.Now,
        };
    }

    private static OperationResult AddPayment(
        OperationResult result, Order order, Payment payment, GatewayDialect dialect) => result
        .Add(order, payment, ServiceNames.CreateNativeOrder)
        .Add(FieldNames.Openid, Payer)
        .Add(FieldNames.BankType, dialect.HasAllNotificationFields ? Bank : null);
}
