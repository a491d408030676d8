using System.Diagnostics;

namespace Pyxpro.Sdk.Tests;

public class TracingTests
{
    /// <summary>What is said of the end of a call, which other tests look at.</summary>
    private static readonly string[] Ends =
        ["pyxpro.outcome", "pyxpro.attempts", "pyxpro.error_kind", "error.type"];

    private static readonly Dictionary<string, Call> Calls = new()
    {
        ["create_native_order"] = new(
            client => client.CreateNativeOrderAsync(TestMerchant.CreateRequest),
            "pay.alipay.native.intl",
            ("out_trade_no", "ORDER_1")),
        ["query_order"] = new(
            client => client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = "ORDER_1", TransactionId = "T_1" }),
            "unified.trade.query",
            ("out_trade_no", "ORDER_1"),
            ("transaction_id", "T_1")),
        ["close_order"] = new(
            client => client.CloseOrderAsync(new CloseOrderRequest { OutTradeNo = "ORDER_1" }),
            "unified.trade.close",
            ("out_trade_no", "ORDER_1")),
        ["refund"] = new(
            client => client.RefundAsync(TestMerchant.RefundRequest),
            "unified.trade.refund",
            ("out_trade_no", "ORDER_1"),
            ("out_refund_no", "RF-1")),
        ["query_refund"] = new(
            client => client.QueryRefundAsync(new QueryRefundRequest { OutRefundNo = "RF-1", RefundId = "R_1" }),
            "unified.trade.refundquery",
            ("out_refund_no", "RF-1"),
            ("refund_id", "R_1")),
        ["send"] = new(
            client => client.SendAsync(
                "unified.trade.micropay", [new("out_trade_no", "ORDER_2"), new("refund_id", "")]),
            "unified.trade.micropay",
            ("out_trade_no", "ORDER_2")),
    };

    public static TheoryData<string> Operations => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Call_OfEachOperation_IsOneClientSpanWithTheMerchantsOwnNumbers(string operation)
    {
        using var merchant = new WatchedMerchant();

        await Record.ExceptionAsync(() => Calls[operation].Make(merchant.Client));

        var span = merchant.Spans.Calls.Should().ContainSingle().Which;
        span.OperationName.Should().Be($"pyxpro.{operation}");
        span.Kind.Should().Be(ActivityKind.Client);
        var numbers = Calls[operation].Numbers
            .Select(number => KeyValuePair.Create($"pyxpro.{number.Name}", (object?)number.Value));
        var expected = new Dictionary<string, object?>(numbers)
        {
            ["pyxpro.operation"] = operation,
            ["pyxpro.service"] = Calls[operation].Service,
            ["pyxpro.mch_id"] = TestMerchant.MchId,
            ["server.address"] = "gateway.test",
            ["server.port"] = 443,
        };
        span.TagObjects.Where(tag => !Ends.Contains(tag.Key)).Should().BeEquivalentTo(expected);
    }

    [Fact]
    public async Task Ping_IsASpanOfItsOwnName()
    {
        using var merchant = new WatchedMerchant();

        await merchant.Client.PingAsync();

        var span = merchant.Spans.Calls.Should().ContainSingle().Which;
        span.OperationName.Should().Be("pyxpro.ping");
        span.GetTagItem("pyxpro.outcome").Should().Be("confirmed");
    }

    [Fact]
    public async Task Source_IsNamedAndVersionedAsTheAssembly()
    {
        using var merchant = new WatchedMerchant();

        await merchant.Client.PingAsync();

        var source = merchant.Spans.Calls.Should().ContainSingle().Which.Source;
        source.Name.Should().Be("Pyxpro.Sdk");
        source.Version.Should().Be(typeof(PyxproClient).Assembly.GetName().Version!.ToString(3));
    }

    [Fact]
    public async Task Call_WithinASpan_IsItsChildAndTheAttemptsAreTheCalls()
    {
        using var merchant = new WatchedMerchant(GatewayFault.Unavailable, GatewayFault.Unreachable);

        await Record.ExceptionAsync(
            () => merchant.Client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = "ORDER_1" }));

        var call = merchant.Spans.Calls.Should().ContainSingle().Which;
        call.ParentSpanId.Should().Be(merchant.AmbientSpanId);
        var attempts = merchant.Spans.Attempts.Where(span => span.ParentSpanId == call.SpanId).ToList();
        attempts.Select(span => span.GetTagItem("pyxpro.attempt")).Should().Equal(1, 2, 3);
        attempts.Select(span => span.Kind).Should().AllBeEquivalentTo(ActivityKind.Internal);
    }

    [Fact]
    public async Task Call_WithinNoSpan_IsARoot()
    {
        var number = $"ROOT_{Guid.NewGuid():N}"[..30];
        using var spans = new SpanRecorder(
            span => (span.Parent ?? span).GetTagItem("pyxpro.out_trade_no") as string == number);
        Activity.Current = null;

        await Record.ExceptionAsync(() => TestMerchant.ClientReceiving(TestMerchant.Good())
            .CloseOrderAsync(new CloseOrderRequest { OutTradeNo = number }));

        var call = spans.Calls.Should().ContainSingle().Which;
        call.Parent.Should().BeNull();
        call.ParentSpanId.Should().Be(default(ActivitySpanId));
        spans.Attempts.Should().ContainSingle().Which.ParentSpanId.Should().Be(call.SpanId);
        Activity.Current.Should().BeNull();
    }

    private sealed record Call(
        Func<PyxproClient, Task> Make, string Service, params (string Name, string Value)[] Numbers);
}
