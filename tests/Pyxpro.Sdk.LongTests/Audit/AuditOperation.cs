namespace Pyxpro.Sdk.Tests;

/// <summary>What a call returned: every verified field, and the typed values by wire name.</summary>
internal sealed record Confirmation(PyxproMessage Message, params (string Name, string? Value)[] Values);

/// <summary>One operation over the network: how it is called, and what an honest gateway responds.</summary>
internal sealed class AuditOperation
{
    public static readonly IReadOnlyList<AuditOperation> All =
    [
        new("create", "pay.alipay.native.intl")
        {
            CallAsync = async (client, id, stop) =>
            {
                var response = await client.CreateNativeOrderAsync(
                    new() { OutTradeNo = id, Body = "tea", TotalFee = 1000 }, stop);
                return new(response.Message, ("code_url", response.CodeUrl));
            },
            Response = id => [("code_url", $"https://qr.test/{id}")],
        },
        new("query", "unified.trade.query")
        {
            IsQuery = true,
            IsIdempotent = true,
            CallAsync = async (client, id, stop) =>
            {
                var response = await client.QueryOrderAsync(new() { OutTradeNo = id }, stop);
                return new(
                    response.Message,
                    ("trade_state", response.TradeState.Value),
                    ("out_trade_no", response.OutTradeNo),
                    ("total_fee", $"{response.TotalFee}"));
            },
            Response = id =>
            [
                ("trade_state", "SUCCESS"), ("out_trade_no", id), ("transaction_id", $"T{id}"),
                ("total_fee", "1000"), ("fee_type", "HKD"),
            ],
        },
        new("close", "unified.trade.close")
        {
            IsIdempotent = true,
            CallAsync = async (client, id, stop) =>
                new((await client.CloseOrderAsync(new() { OutTradeNo = id }, stop)).Message),
            Response = _ => [],
        },
        new("refund", "unified.trade.refund")
        {
            IsIdempotent = true,
            CallAsync = async (client, id, stop) =>
            {
                var response = await client.RefundAsync(
                    new() { OutTradeNo = $"O{id}", OutRefundNo = id, TotalFee = 1000, RefundFee = 300 }, stop);
                return new(
                    response.Message, ("refund_id", response.RefundId), ("refund_fee", $"{response.RefundFee}"));
            },
            Response = id =>
            [
                ("out_trade_no", $"O{id}"), ("transaction_id", $"T{id}"), ("out_refund_no", id),
                ("refund_id", $"R{id}"), ("refund_fee", "300"),
            ],
        },
        new("refund query", "unified.trade.refundquery")
        {
            IsQuery = true,
            IsIdempotent = true,
            CallAsync = async (client, id, stop) =>
            {
                var response = await client.QueryRefundAsync(new() { OutRefundNo = id }, stop);
                return new(
                    response.Message,
                    ("out_refund_no_0", response.Refunds[0].OutRefundNo),
                    ("refund_status_0", response.Refunds[0].RefundStatus.Value),
                    ("refund_fee_0", $"{response.Refunds[0].RefundFee}"));
            },
            Response = id =>
            [
                ("refund_count", "1"), ("out_refund_no_0", id), ("refund_id_0", $"R{id}"), ("refund_fee_0", "300"),
                ("refund_status_0", "SUCCESS"),
            ],
        },
        new("send", "unified.micropay.reverse")
        {
            CallAsync = async (client, id, stop) =>
                new(await client.SendAsync("unified.micropay.reverse", [new("out_trade_no", id)], stop)),
            Response = id => [("out_trade_no", id), ("recall", "N")],
        },
    ];

    private AuditOperation(string name, string service) => (Name, Service) = (name, service);

    public string Name { get; }

    public string Service { get; }

    /// <summary>Gets whether it changes nothing at the gateway.</summary>
    public bool IsQuery { get; private init; }

    /// <summary>Gets whether an attempt that may have happened may be retried.</summary>
    public bool IsIdempotent { get; private init; }

    public required Func<PyxproClient, string, CancellationToken, Task<Confirmation>> CallAsync { get; init; }

    private Func<string, (string Name, string Value)[]> Response { get; init; } = null!;

    public static AuditOperation Named(string name) => All.Single(operation => operation.Name == name);

    public static AuditOperation Of(IReadOnlyDictionary<string, string> request) =>
        All.Single(operation => operation.Service == request["service"]);

    /// <summary>Returns what a request is about: the refund if it names one, else the order.</summary>
    public static string IdOf(IReadOnlyDictionary<string, string> request) =>
        request.TryGetValue("out_refund_no", out var refund) ? refund : request["out_trade_no"];

    /// <summary>Returns the fields of the true response about an order or a refund. No two of them are alike.</summary>
    public (string Name, string Value)[] TruthOf(string id) =>
        TestMerchant.Good([("nonce_str", $"n{id}"), .. Response(id)]);
}
