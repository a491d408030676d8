using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.Tests;

/// <summary>Gives messages of the corpus to the SDK as a merchant's system would.</summary>
internal static class CorpusRunner
{
    /// <param name="case">The message.</param>
    /// <param name="loggerFactory">Makes the log, or null.</param>
    public static async Task<CorpusVerdict> RunAsync(CorpusCase @case, ILoggerFactory? loggerFactory = null)
    {
        var bytes = CorpusFiles.Read(@case);
        try
        {
            return @case.IsNotification ? Notify(@case, bytes, loggerFactory) : await ResponseAsync(@case, bytes, loggerFactory);
        }
        catch (PyxproBusinessException exception)
        {
            return CorpusVerdict.AcceptedError(exception);
        }
        catch (PyxproException exception)
        {
            return CorpusVerdict.Rejected(exception);
        }
    }

    /// <summary>Returns every way in which a verdict differs from the manifest.</summary>
    public static IEnumerable<string> FindFaults(CorpusCase @case, CorpusVerdict verdict)
    {
        if (!@case.AcceptableOutcomes.Contains(verdict.Outcome))
        {
            yield return $"outcome {verdict.Outcome}, acceptable {string.Join(", ", @case.AcceptableOutcomes)}";
        }

        if (verdict.IsPaid && (@case.IsPaid == false || verdict.Outcome != "accept"))
        {
            yield return "paid, though it is not";
        }

        if (verdict.Outcome != "accept")
        {
            yield break;
        }

        if (@case.IsPaid == true && !verdict.IsPaid)
        {
            yield return "not paid, though it is";
        }

        foreach (var (name, value) in @case.Values)
        {
            if (verdict.Value(name) != value)
            {
                yield return $"{name} is '{verdict.Value(name)}', expected '{value}'";
            }
        }
    }

    public static PyxproClient CreateClient(
        CorpusCase @case, HttpMessageHandler? handler = null, ILoggerFactory? loggerFactory = null) => new(
        new HttpClient(handler ?? PyxproClient.CreateHandler()),
        new PyxproOptions
        {
            GatewayUrl = new Uri("https://gateway.example/pay/gateway"),
            MchId = @case.MchId,
            Key = @case.Key,
            OpUserId = "cashier",
            MchCreateIp = "127.0.0.1",
            NotifyUrl = new Uri("https://shop.example/notify"),
        },
        loggerFactory);

    private static CorpusVerdict Notify(CorpusCase @case, byte[] body, ILoggerFactory? loggerFactory)
    {
        var client = CreateClient(@case, loggerFactory: loggerFactory);
        var isParsed = client.TryParseNotification(body, out var parsed, out var rejection);
        if (isParsed != (parsed is not null) || isParsed != (rejection == NotificationRejection.None))
        {
            throw new InvalidOperationException("TryParseNotification contradicts itself.");
        }

        var notification = client.ParseNotification(body);
        if (!isParsed || parsed!.IsPaid != notification.IsPaid)
        {
            throw new InvalidOperationException("ParseNotification and TryParseNotification disagree.");
        }

        var order = @case.Order;
        if (notification.IsPaid
            && !notification.Matches(order["out_trade_no"], Amount(order["total_fee"]), order["fee_type"]))
        {
            return new CorpusVerdict("reject-mismatch", IsPaid: false, notification.Message, notification.TimeEnd, null);
        }

        return CorpusVerdict.Accepted(notification.Message, notification.IsPaid, notification.TimeEnd);
    }

    private static async Task<CorpusVerdict> ResponseAsync(
        CorpusCase @case, byte[] body, ILoggerFactory? loggerFactory)
    {
        var client = CreateClient(@case, new ScriptedHandler(Respond), loggerFactory);
        var request = @case.Request;
        switch (@case.Operation)
        {
            case "create":
                return CorpusVerdict.Accepted((await client.CreateNativeOrderAsync(new CreateNativeOrderRequest
                {
                    OutTradeNo = request["out_trade_no"],
                    Body = "goods",
                    TotalFee = Amount(request["total_fee"]),
                })).Message);
            case "query":
                var order = await client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = request["out_trade_no"] });
                return CorpusVerdict.Accepted(order.Message, order.TradeState.IsPaid, order.TimeEnd);
            case "close":
                return CorpusVerdict.Accepted(
                    (await client.CloseOrderAsync(new CloseOrderRequest { OutTradeNo = request["out_trade_no"] })).Message);
            case "refund":
                return CorpusVerdict.Accepted((await client.RefundAsync(new RefundRequest
                {
                    OutTradeNo = request["out_trade_no"],
                    OutRefundNo = request["out_refund_no"],
                    TotalFee = Amount(request["total_fee"]),
                    RefundFee = Amount(request["refund_fee"]),
                })).Message);
            case "refundquery":
                return CorpusVerdict.Accepted(
                    (await client.QueryRefundAsync(new QueryRefundRequest { OutRefundNo = request["out_refund_no"] })).Message);
            default:
                throw new InvalidOperationException($"The manifest names the operation '{@case.Operation}'.");
        }

        Task<HttpResponseMessage> Respond(HttpRequestMessage message, CancellationToken stop) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
            {
                Content = new ByteArrayContent(body)
                {
                    Headers = { ContentType = MediaTypeHeaderValue.Parse(@case.ContentType) },
                },
                RequestMessage = message,
            });
    }

    private static long Amount(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
