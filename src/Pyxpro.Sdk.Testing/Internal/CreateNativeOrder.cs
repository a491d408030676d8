using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Makes an order (guide 3.1.3). The same request again gives the same order, a changed one is
/// refused.</summary>
internal static class CreateNativeOrder
{
    public static Reply Run(Ledger ledger, RequestMessage request)
    {
        var outTradeNo = request.Find(FieldNames.OutTradeNo);
        var totalFee = request.FindAmount(FieldNames.TotalFee);
        var body = request.Find(FieldNames.Body);
        if (outTradeNo.Length == 0 || totalFee == 0 || body.Length == 0)
        {
            return Reply.Error(PyxproErrorCode.LackParams, "out_trade_no, total_fee and body are needed");
        }

        var order = ledger.FindOrder(outTradeNo);
        if (order is not null && (order.TotalFee != totalFee || order.Body != body))
        {
            return Reply.Error(PyxproErrorCode.OutTradeNoUsed, "the order number is used with other values");
        }

        if (order?.TradeState.IsPaid == true)
        {
            return Reply.Error(PyxproErrorCode.OrderPaid, "the order is paid");
        }

        if (order is not null && order.TradeState != TradeState.NotPay)
        {
            return Reply.Error(PyxproErrorCode.OrderClosed, "the order is closed");
        }

        if (order is null)
        {
            order = Make(ledger, request, outTradeNo, totalFee, body);
            ledger.Store(order);
        }

        return Reply.Success()
            .Add(FieldNames.DeviceInfo, order.DeviceInfo)
            .Add(FieldNames.CodeUrl, order.CodeUrl)
            .Add(FieldNames.CodeImgUrl, $"https://gateway.test/pay/qrcode?uuid={Uri.EscapeDataString(order.CodeUrl)}");
    }

    private static SimulatedOrder Make(
        Ledger ledger, RequestMessage request, string outTradeNo, long totalFee, string body) => new()
        {
            OutTradeNo = outTradeNo,
            TotalFee = totalFee,
            FeeType = ledger.FeeType,
            Body = body,
            CodeUrl = $"https://qr.alipay.com/bax{ledger.MakeNumber()}",
            NotifyUrl = request.Find(FieldNames.NotifyUrl),
            Attach = request.Find(FieldNames.Attach),
            DeviceInfo = request.Find(FieldNames.DeviceInfo),
            CreatedAt = ledger.Now,
            // Takes effect only together with time_start.
            ExpiresAt = request.FindTime(FieldNames.TimeStart) is null ? null : request.FindTime(FieldNames.TimeExpire),
        };
}
