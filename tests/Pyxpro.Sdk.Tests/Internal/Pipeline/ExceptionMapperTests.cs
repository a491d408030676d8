namespace Pyxpro.Sdk.Tests;

/// <summary>What is said of a whole call, of which one attempt or another may have happened.</summary>
public class ExceptionMapperTests
{
    private static readonly Dictionary<string, Reply> Attempts = new()
    {
        ["refused connection"] = Replies.Refused,
        ["lost"] = Replies.Lost,
        ["timeout"] = Replies.Silence,
        ["HTTP 503"] = Replies.Http(503),
        ["busy"] = Replies.Busy,
        ["refund exists"] = Replies.Error("refundInfo is exists"),
        ["order closed"] = Replies.Error("ORDERCLOSED"),
        ["no such order"] = Replies.Error("Order not exists"),
        ["no money"] = Replies.Error("NOTENOUGH"),
    };

    public static TheoryData<PyxproOperation> EveryOperation => [.. Operations.All];

    [Theory]
    [InlineData(PyxproOperation.Refund, "lost", "refused connection", PyxproOutcome.Uncertain)]
    [InlineData(PyxproOperation.Refund, "lost", "refund exists", PyxproOutcome.Uncertain)]
    [InlineData(PyxproOperation.Refund, "timeout", "no money", PyxproOutcome.Uncertain)]
    [InlineData(PyxproOperation.Refund, "HTTP 503", "busy", PyxproOutcome.Uncertain)]
    [InlineData(PyxproOperation.Refund, "refused connection", "refund exists", PyxproOutcome.Refused)]
    [InlineData(PyxproOperation.Refund, "busy", "no money", PyxproOutcome.Refused)]
    [InlineData(PyxproOperation.CloseOrder, "lost", "refused connection", PyxproOutcome.Uncertain)]
    [InlineData(PyxproOperation.CloseOrder, "lost", "order closed", PyxproOutcome.Uncertain)]
    [InlineData(PyxproOperation.CloseOrder, "busy", "order closed", PyxproOutcome.Refused)]
    [InlineData(PyxproOperation.CreateNativeOrder, "refused connection", "lost", PyxproOutcome.Uncertain)]
    [InlineData(PyxproOperation.CreateNativeOrder, "busy", "refused connection", PyxproOutcome.NotSent)]
    [InlineData(PyxproOperation.QueryOrder, "timeout", "no such order", PyxproOutcome.Refused)]
    [InlineData(PyxproOperation.QueryOrder, "lost", "refused connection", PyxproOutcome.Uncertain)]
    [InlineData(PyxproOperation.QueryRefund, "HTTP 503", "no such order", PyxproOutcome.Refused)]
    public async Task Outcome_OfTwoAttempts_IsOfBoth(
        PyxproOperation operation, string first, string second, PyxproOutcome outcome)
    {
        using var gateway = new ScriptedGateway(Attempts[first], Attempts[second]);
        var client = gateway.CreateClient(options => options.MaxAttempts = 2);

        var exception = await gateway.FailAsync<PyxproException>(client, operation);

        exception.Outcome.Should().Be(outcome);
        exception.Call!.Attempts.Should().Be(2);
    }

    [Theory]
    [MemberData(nameof(EveryOperation))]
    public async Task Call_OfAFailure_HoldsTheNumbersOfTheRequest(PyxproOperation operation)
    {
        using var gateway = new ScriptedGateway(Replies.Lost);

        var exception = await gateway.FailAsync<PyxproTransportException>(gateway.CreateClient(), operation);

        exception.Call.Should().Be(Expected(operation) with { Attempts = gateway.Requests });
    }

    [Theory]
    [InlineData(PyxproOperation.CreateNativeOrder, "*out_trade_no 'ORDER_1'*ResolveCreateNativeOrderAsync*")]
    [InlineData(PyxproOperation.CloseOrder, "*out_trade_no 'ORDER_1'*ResolveCloseOrderAsync*")]
    [InlineData(PyxproOperation.Refund, "*out_refund_no 'RF-1'*ResolveRefundAsync*same request*OutRefundNo*")]
    [InlineData(PyxproOperation.QueryOrder, "*query again*")]
    [InlineData(PyxproOperation.QueryRefund, "*query again*")]
    [InlineData(PyxproOperation.Send, "*unified.trade.micropay*query before anything else*")]
    public async Task Message_OfAnUncertainCall_NamesTheNextStep(PyxproOperation operation, string message)
    {
        using var gateway = new ScriptedGateway(Replies.Lost);

        var exception = await gateway.FailAsync<PyxproTransportException>(gateway.CreateClient(), operation);

        exception.Message.Should().Match(message);
    }

    [Theory]
    [MemberData(nameof(EveryOperation))]
    public async Task Message_OfACallThatWasNotSent_SaysThatItIsSafeToRetry(PyxproOperation operation)
    {
        using var gateway = new ScriptedGateway(Replies.Refused);

        var exception = await gateway.FailAsync<PyxproTransportException>(gateway.CreateClient(), operation);

        exception.Message.Should().Contain("3 attempts").And.Contain("safe to retry").And.NotContain("Resolve");
    }

    [Theory]
    [MemberData(nameof(EveryOperation))]
    public async Task Text_OfAFailure_HoldsNothingElseOfTheRequestOrTheResponse(PyxproOperation operation)
    {
        var refusal = Replies.Error("NOTENOUGH", more: ("openid", "2088"));
        foreach (var reply in new[] { Replies.Lost, Replies.Html, refusal })
        {
            using var gateway = new ScriptedGateway(reply);

            var exception = await gateway.FailAsync<PyxproException>(gateway.CreateClient(), operation);

            (exception.Message + exception.Call).Should().NotContainAny(
                TestMerchant.Key, "tea", "1000", "300", "cart_of_ann", "payer_28", "2088", "log in", "html");
            exception.ToString().Should().NotContainAny(TestMerchant.Key, "cart_of_ann", "payer_28", "2088", "log in");
        }
    }

    private static PyxproCall Expected(PyxproOperation operation)
    {
        var order = new PyxproCall
        {
            Operation = operation,
            Service = operation switch
            {
                PyxproOperation.CreateNativeOrder => "pay.alipay.native.intl",
                PyxproOperation.QueryOrder => "unified.trade.query",
                PyxproOperation.CloseOrder => "unified.trade.close",
                PyxproOperation.Refund => "unified.trade.refund",
                PyxproOperation.QueryRefund => "unified.trade.refundquery",
                _ => "unified.trade.micropay",
            },
            Attempts = 0,
            OutTradeNo = "ORDER_1",
        };

        return operation switch
        {
            PyxproOperation.QueryOrder => order with { TransactionId = "T1" },
            PyxproOperation.Refund => order with { TransactionId = "T1", OutRefundNo = "RF-1" },
            PyxproOperation.QueryRefund => order with { OutTradeNo = null, OutRefundNo = "RF-1", RefundId = "R1" },
            _ => order,
        };
    }

    [Theory]
    [InlineData("lost")]
    [InlineData("refused connection")]
    [InlineData("no money")]
    public async Task Failure_ThatAHandlerTookFromAnotherCall_SaysNothingAboutThisCall(string ofOther)
    {
        using var other = new ScriptedGateway(Attempts[ofOther]);
        var query = () => other.CreateClient(options => options.MaxAttempts = 1)
            .QueryOrderAsync(new QueryOrderRequest { OutTradeNo = "ANOTHER" });
        using var gateway = new ScriptedGateway(async (_, _) =>
        {
            await query(); // after this request was sent

            return new HttpResponseMessage();
        });

        var exception = await gateway.FailAsync<PyxproTransportException>(
            gateway.CreateClient(), PyxproOperation.CreateNativeOrder);

        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
        exception.Call!.Operation.Should().Be(PyxproOperation.CreateNativeOrder);
        exception.Call.OutTradeNo.Should().Be("ORDER_1");
        exception.Message.Should().Contain("the order may exist").And.NotContain("ANOTHER");
        exception.InnerException.Should().BeAssignableTo<PyxproException>().Which.Call!.OutTradeNo.Should().Be("ANOTHER");
        gateway.Requests.Should().Be(1);
    }
}
