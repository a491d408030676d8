using Pyxpro.Sdk;
using QuickStart;
using static QuickStart.Output;

// The life of two orders: the first is paid and refunded in part, the second is closed unpaid.
return await Arguments.RunAsync(args, async (arguments, gateway, cancellationToken) =>
{
    var (client, price, currency) = (gateway.Client, arguments.Price, arguments.Currency);

    Step(1, "Create an order");
    var order = new CreateNativeOrderRequest
    {
        OutTradeNo = MakeNumber("QS"), // a shop stores it before the call
        Body = "Oolong tea, 100 g",
        TotalFee = price,
    };
    Asked($"{order.OutTradeNo}, {arguments.Money(price)}, \"{order.Body}\"");
    var created = await client.CreateNativeOrderAsync(order, cancellationToken);
    Answered($"to be scanned: {created.CodeUrl}");
    QrCode(created.CodeUrl);

    Step(2, "The payer pays");
    if (await gateway.WaitForPaymentAsync(order.OutTradeNo, cancellationToken) is { } body)
    {
        var notification = client.ParseNotification(body); // a shop leaves this to MapPyxproNotifications
        notification.EnsureMatches(order.OutTradeNo, price, currency);
        Line("notified", $"{notification.OutTradeNo} is paid, {arguments.Money(notification.TotalFee)}");
        Line("payment", $"{notification.TransactionId}, {Time(notification.TimeEnd)}");
    }

    Step(3, "Query the order");
    Asked(order.OutTradeNo);
    var paid = await client.QueryOrderAsync(new() { OutTradeNo = order.OutTradeNo }, cancellationToken);
    Answered($"{paid.TradeState}, {arguments.Money(paid.TotalFee)}, {Time(paid.TimeEnd)}");
    paid.EnsureMatches(order.OutTradeNo, price, currency);

    Step(4, "Refund a part");
    var refund = new RefundRequest
    {
        OutTradeNo = order.OutTradeNo,
        OutRefundNo = MakeNumber("RF"), // a shop stores it before the call
        TotalFee = price,
        RefundFee = Math.Max(1, price / 3),
    };
    Asked($"{refund.OutRefundNo}, {arguments.Money(refund.RefundFee)} of {arguments.Money(price)}");
    var accepted = await client.RefundAsync(refund, cancellationToken);
    Answered($"accepted as {accepted.RefundId}, {arguments.Money(accepted.RefundFee)}; not completed yet");

    Step(5, "Query the refund until it ends");
    Asked(refund.OutRefundNo);
    RefundRecord? record = null;
    for (var queries = 0; queries < 20 && record is not { RefundStatus.IsPending: false }; queries++)
    {
        await gateway.DelayAsync(TimeSpan.FromSeconds(queries == 0 ? 0 : 30), cancellationToken);
        var response = await client.QueryRefundAsync(new() { OutRefundNo = refund.OutRefundNo }, cancellationToken);
        record = response.Refunds.SingleOrDefault(item => item.OutRefundNo == refund.OutRefundNo);
        Answered(record is null ? "not listed yet" : $"{record.RefundStatus}, {arguments.Money(record.RefundFee)}");
    }

    Ensure(record is { RefundStatus.IsRefunded: true }, "The refund should have succeeded.");

    Step(6, "Create an order");
    var abandoned = order with { OutTradeNo = MakeNumber("QS") };
    Asked($"{abandoned.OutTradeNo}, {arguments.Money(price)}, \"{abandoned.Body}\"");
    created = await client.CreateNativeOrderAsync(abandoned, cancellationToken);
    Answered($"to be scanned: {created.CodeUrl}");

    Step(7, "Close an order that nobody paid");
    Line("waiting", "five minutes: a gateway closes no younger order");
    await gateway.DelayAsync(TimeSpan.FromMinutes(5), cancellationToken);
    Asked(abandoned.OutTradeNo);
    await client.CloseOrderAsync(new() { OutTradeNo = abandoned.OutTradeNo }, cancellationToken);
    var closed = await client.QueryOrderAsync(new() { OutTradeNo = abandoned.OutTradeNo }, cancellationToken);
    Answered($"{closed.TradeState}, it cannot be paid any more");
    Ensure(closed.TradeState == TradeState.Closed, "The order should be closed.");
});

static string MakeNumber(string prefix) => $"{prefix}_{Guid.NewGuid():N}"[..32];
