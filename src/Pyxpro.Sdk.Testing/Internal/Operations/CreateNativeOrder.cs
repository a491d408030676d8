using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Creates an order (guide 3.1.3). Whether it is idempotent depends on the dialect. The same number with other
/// values is always refused.</summary>
internal static class CreateNativeOrder
{
    public static OperationResult Run(OperationContext context, RequestMessage request)
    {
        var terms = ReadTerms(request, context.Dialect);
        var order = context.Ledger.Find(request.OutTradeNo);
        if (order is null)
        {
            if (terms.ExpiresAt <= context.Now)
            {
                return OperationResult.Error(PyxproErrorCode.ParamError, "time_expire is in the past");
            }

            order = Create(context, request.OutTradeNo, terms);

            return AddOrder(OperationResult.Success(GatewayEvent.OrderCreated, order), order);
        }

        return order.Terms != terms
                ? OperationResult.Error(PyxproErrorCode.OutTradeNoUsed, "the order number is used with other values")
            : order.Payments.Count > 0
                ? OperationResult.Error(context.Dialect.OrderPaidCode, "the order is paid")
            : !order.IsOpenAt(context.Now)
                ? OperationResult.Error(PyxproErrorCode.OrderClosed, "the order is closed")
            : context.Dialect.IsCreateIdempotent
                ? AddOrder(OperationResult.Success(), order)
            : OperationResult.Error(PyxproErrorCode.OutTradeNoUsed, "the order number is used");
    }

    // Without mch_create_ip: another machine of the merchant can retry a create.
    private static OrderTerms ReadTerms(RequestMessage request, GatewayDialect dialect) => new()
    {
        TotalFee = request.FindAmount(FieldNames.TotalFee),
        Body = request.Find(FieldNames.Body),
        NotifyUrl = request.Find(FieldNames.NotifyUrl),
        Attach = request.FindOptional(FieldNames.Attach),
        DeviceInfo = request.FindOptional(FieldNames.DeviceInfo),
        TimeStart = request.FindOptional(FieldNames.TimeStart),
        TimeExpire = request.FindOptional(FieldNames.TimeExpire),
        ExpiresAt = dialect.ExpiresWithoutStart || request.FindTime(FieldNames.TimeStart) is not null
            ? request.FindTime(FieldNames.TimeExpire)
            : null,
        OpUserId = request.FindOptional(FieldNames.OpUserId),
        GoodsTag = request.FindOptional(FieldNames.GoodsTag),
        ProductId = request.FindOptional(FieldNames.ProductId),
        LimitCreditPay = request.FindOptional(FieldNames.LimitCreditPay),
    };

    private static Order Create(OperationContext context, string outTradeNo, OrderTerms terms) => new()
    {
        OutTradeNo = outTradeNo,
        Terms = terms,
        FeeType = context.Settings.FeeType,
        CodeUrl = $"https://qr.alipay.com/bax{context.MakeNumber()}",
        CreatedAt = context.Now,
    };

    private static OperationResult AddOrder(OperationResult result, Order order) => result
        .Add(FieldNames.DeviceInfo, order.Terms.DeviceInfo)
        .Add(FieldNames.CodeUrl, order.CodeUrl)
        .Add(FieldNames.CodeImgUrl, $"https://gateway.test/pay/qrcode?uuid={Uri.EscapeDataString(order.CodeUrl)}");
}
