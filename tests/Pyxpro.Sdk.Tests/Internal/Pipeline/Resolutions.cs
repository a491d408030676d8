namespace Pyxpro.Sdk.Tests;

/// <summary>Gateways as a caller meets them who resolves an uncertain call.</summary>
internal static class Resolutions
{
    public static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

    public static readonly CloseOrderRequest Close = new() { OutTradeNo = "ORDER_1" };

    public static readonly Reply NotExists = Replies.Error("Order not exists");

    /// <summary>What the gateway can say that brings nobody further, by name.</summary>
    public static readonly IReadOnlyDictionary<string, Reply> Failures = new Dictionary<string, Reply>
    {
        ["lost"] = Replies.Lost,
        ["refused connection"] = Replies.Refused,
        ["HTTP 503"] = Replies.Http(503),
        ["HTML"] = Replies.Html,
        ["silence"] = Replies.Silence,
        ["wrong signature"] = Replies.Body(TestMerchant.SignedBy("another_key", TestMerchant.Good())),
        ["unsigned error"] = Replies.Unsigned("System error"),
        ["busy"] = Replies.Busy,
        ["uncertain code"] = Replies.Error("SYSTEMERROR"),
    };

    /// <summary>The response to a query for an order in some state.</summary>
    public static Reply Order(string state, string totalFee = "1000") => Replies.Signed(
        ("trade_state", state), ("out_trade_no", "ORDER_1"), ("transaction_id", "T1"), ("total_fee", totalFee));

    /// <summary>Makes a gateway that shows something only after some time.</summary>
    public static ScriptedGateway Later(TimeSpan delay, Reply before, Reply after)
    {
        var time = new SteppedTime();
        var visible = time.Now + delay;

        return new ScriptedGateway(_ => time.Now < visible ? before : after) { Time = time };
    }

    public static PyxproClient CreatePollingClient(this ScriptedGateway gateway) => gateway.CreateClient(options =>
    {
        options.MaxAttempts = 1;
        options.CircuitMinimumAttempts = 1_000_000;
    });
}
