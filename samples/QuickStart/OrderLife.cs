using System.Globalization;
using Pyxpro.Sdk;

namespace QuickStart;

/// <summary>The life of two orders: one is paid and refunded in part, one is closed unpaid.</summary>
internal sealed class OrderLife(Scene scene, Money money, long price)
{
    private static readonly TimeSpan RefundPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AgeToClose = TimeSpan.FromMinutes(5);

    private readonly PyxproClient _client = scene.Client;

    /// <exception cref="StepFailedException">A step did not end as it should.</exception>
    public async Task LiveAsync(CancellationToken cancellationToken)
    {
        Report.Title($"The life of an order at {scene.Title}");

        var outTradeNo = MakeNumber("QS");
        Report.QrCode(await CreateAsync(1, outTradeNo, cancellationToken));
        await PayAsync(2, outTradeNo, cancellationToken);
        await QueryAsync(3, outTradeNo, cancellationToken);
        var outRefundNo = await RefundAsync(4, outTradeNo, cancellationToken);
        await FollowRefundAsync(5, outRefundNo, cancellationToken);

        var abandoned = MakeNumber("QS");
        await CreateAsync(6, abandoned, cancellationToken);
        await CloseAsync(7, abandoned, cancellationToken);

        Console.WriteLine();
        Report.Title("Done: every step ended as it should.");
    }

    private async Task<string> CreateAsync(int step, string outTradeNo, CancellationToken cancellationToken)
    {
        Report.Step(step, "Create an order");
        Report.Line("asked", $"{outTradeNo}, {money.Format(price)}, \"Oolong tea, 100 g\"");

        var order = await _client.CreateNativeOrderAsync(
            new CreateNativeOrderRequest { OutTradeNo = outTradeNo, Body = "Oolong tea, 100 g", TotalFee = price },
            cancellationToken);

        Report.Line("answered", $"to be scanned: {order.CodeUrl}");

        return order.CodeUrl;
    }

    private async Task PayAsync(int step, string outTradeNo, CancellationToken cancellationToken)
    {
        Report.Step(step, "The payer pays");
        var notification = await scene.WaitForPaymentAsync(outTradeNo, cancellationToken);
        if (notification is null)
        {
            Report.Line("seen", "by query; a notification would have gone to notify_url");
            return;
        }

        notification.EnsureMatches(outTradeNo, price, money.Currency);
        Report.Line("notified", $"{notification.OutTradeNo} is paid, {money.Format(notification.TotalFee ?? 0)}");
        Report.Line("payment", $"{notification.TransactionId}, {Time(notification.TimeEnd)}");
    }

    private async Task QueryAsync(int step, string outTradeNo, CancellationToken cancellationToken)
    {
        Report.Step(step, "Query the order");
        Report.Line("asked", outTradeNo);

        var order = await _client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = outTradeNo }, cancellationToken);

        Report.Line("answered", $"{order.TradeState}, {money.Format(order.TotalFee ?? 0)}, {Time(order.TimeEnd)}");
        Ensure(order.TradeState.IsPaid, "The order should be paid.");
        Ensure(order.TotalFee == price, "The amount should be the order's.");
    }

    private async Task<string> RefundAsync(int step, string outTradeNo, CancellationToken cancellationToken)
    {
        // A third of the price, and never nothing.
        var refundFee = Math.Max(1, price / 3);
        var outRefundNo = MakeNumber("RF");
        Report.Step(step, "Refund a part");
        Report.Line("asked", $"{outRefundNo}, {money.Format(refundFee)} of {money.Format(price)}");

        var refund = await _client.RefundAsync(
            new RefundRequest
            {
                OutTradeNo = outTradeNo,
                OutRefundNo = outRefundNo,
                TotalFee = price,
                RefundFee = refundFee,
            },
            cancellationToken);

        Report.Line("answered", $"accepted as {refund.RefundId}, {money.Format(refund.RefundFee)}; not completed yet");

        return outRefundNo;
    }

    private async Task FollowRefundAsync(int step, string outRefundNo, CancellationToken cancellationToken)
    {
        const int MaxQueries = 20;
        Report.Step(step, "Query the refund until it ends");
        Report.Line("asked", outRefundNo);
        for (var i = 0; i < MaxQueries; i++)
        {
            var answer = await _client.QueryRefundAsync(
                new QueryRefundRequest { OutRefundNo = outRefundNo }, cancellationToken);
            var refund = answer.Refunds.SingleOrDefault(refund => refund.OutRefundNo == outRefundNo);
            Report.Line(
                "answered",
                refund is null ? "not listed yet" : $"{refund.RefundStatus}, {money.Format(refund.RefundFee)}");
            if (refund is not null && !refund.RefundStatus.IsPending)
            {
                Ensure(refund.RefundStatus.IsRefunded, "The refund should have succeeded.");
                return;
            }

            await scene.WaitAsync(RefundPause, cancellationToken);
        }

        throw new StepFailedException("The refund did not end in time.");
    }

    private async Task CloseAsync(int step, string outTradeNo, CancellationToken cancellationToken)
    {
        Report.Step(step, "Close an order that nobody paid");
        Report.Line("waiting", "five minutes: a gateway closes no younger order");
        await scene.WaitAsync(AgeToClose, cancellationToken);
        Report.Line("asked", outTradeNo);

        await _client.CloseOrderAsync(new CloseOrderRequest { OutTradeNo = outTradeNo }, cancellationToken);
        var order = await _client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = outTradeNo }, cancellationToken);

        Report.Line("answered", $"{order.TradeState}, it cannot be paid any more");
        Ensure(order.TradeState == TradeState.Closed, "The order should be closed.");
    }

    private static void Ensure(bool condition, string text)
    {
        if (!condition)
        {
            throw new StepFailedException(text);
        }
    }

    private static string MakeNumber(string prefix) => $"{prefix}_{Guid.NewGuid():N}"[..32];

    private static string Time(DateTimeOffset? time) =>
        time?.ToString("yyyy-MM-dd HH:mm:ss zzz", CultureInfo.InvariantCulture) ?? "no time given";
}
