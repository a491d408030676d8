using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Makes an order (guide 3.1.3). The same request again gives the same order, where the dialect has it; a
/// changed one is refused.</summary>
internal static class CreateNativeOrder
{
    public static Reply Run(OperationContext context, RequestMessage request)
    {
        var terms = OrderTerms.Read(request, context.Dialect);
        var order = context.Ledger.Find(request.OutTradeNo);
        if (order is null)
        {
            if (terms.ExpiresAt <= context.Now)
            {
                return Reply.Error(PyxproErrorCode.ParamError, "time_expire is over already");
            }

            order = Make(context, request.OutTradeNo, terms);

            return Answer(Reply.Success(GatewayEvent.OrderCreated, order), order);
        }

        return order.Terms != terms
                ? Reply.Error(PyxproErrorCode.OutTradeNoUsed, "the order number is used with other values")
            : order.Payments.Count > 0 ? Reply.Error(PyxproErrorCode.OrderPaid, "the order is paid")
            : !order.IsOpenAt(context.Now) ? Reply.Error(PyxproErrorCode.OrderClosed, "the order is closed")
            : context.Dialect.AnswersRepeatedCreate ? Answer(Reply.Success(), order)
            : Reply.Error(PyxproErrorCode.OutTradeNoUsed, "the order number is used");
    }

    private static Order Make(OperationContext context, string outTradeNo, OrderTerms terms) => new()
    {
        OutTradeNo = outTradeNo,
        Terms = terms,
        FeeType = context.Settings.FeeType,
        CodeUrl = $"https://qr.alipay.com/bax{context.MakeNumber()}",
        CreatedAt = context.Now,
    };

    private static Reply Answer(Reply reply, Order order) => reply
        .Add(FieldNames.DeviceInfo, order.Terms.DeviceInfo)
        .Add(FieldNames.CodeUrl, order.CodeUrl)
        .Add(FieldNames.CodeImgUrl, $"https://gateway.test/pay/qrcode?uuid={Uri.EscapeDataString(order.CodeUrl)}");
}
