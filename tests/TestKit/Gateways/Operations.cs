namespace Pyxpro.Sdk.Tests;

/// <summary>The operations in one shape, for tables of tests.</summary>
internal static class Operations
{
    public static PyxproOperation[] All { get; } =
    [
        PyxproOperation.CreateNativeOrder, PyxproOperation.QueryOrder, PyxproOperation.CloseOrder,
        PyxproOperation.Refund, PyxproOperation.QueryRefund, PyxproOperation.Send,
    ];

    public static bool IsQuery(PyxproOperation operation) =>
        operation is PyxproOperation.QueryOrder or PyxproOperation.QueryRefund;

    public static bool IsIdempotent(PyxproOperation operation) =>
        IsQuery(operation) || operation is PyxproOperation.CloseOrder or PyxproOperation.Refund;

    public static async Task<object> CallAsync(
        this PyxproClient client, PyxproOperation operation, CancellationToken stop = default) => operation switch
        {
            PyxproOperation.CreateNativeOrder => await client.CreateNativeOrderAsync(
                TestMerchant.CreateRequest with { Attach = "cart_of_ann" }, stop),
            PyxproOperation.QueryOrder => await client.QueryOrderAsync(
                new QueryOrderRequest { OutTradeNo = "ORDER_1", TransactionId = "T1" }, stop),
            PyxproOperation.CloseOrder => await client.CloseOrderAsync(
                new CloseOrderRequest { OutTradeNo = "ORDER_1" }, stop),
            PyxproOperation.Refund => await client.RefundAsync(
                TestMerchant.RefundRequest with { TransactionId = "T1" }, stop),
            PyxproOperation.QueryRefund => await client.QueryRefundAsync(
                new QueryRefundRequest { OutRefundNo = "RF-1", RefundId = "R1" }, stop),
            PyxproOperation.Send => await client.SendAsync(
                "unified.trade.micropay",
                [new("out_trade_no", "ORDER_1"), new("auth_code", "payer_28"), new("total_fee", "1000")],
                stop),
            _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "It has no call here."),
        };

    /// <summary>Returns the fields of a good response, without those that all have.</summary>
    public static (string Name, string Value)[] ResponseFields(PyxproOperation operation) => operation switch
    {
        PyxproOperation.CreateNativeOrder => [("code_url", "https://qr.test/1")],
        PyxproOperation.QueryOrder => [("trade_state", "NOTPAY")],
        PyxproOperation.Refund =>
        [
            ("out_trade_no", "ORDER_1"), ("transaction_id", "T1"), ("out_refund_no", "RF-1"), ("refund_id", "R1"),
            ("refund_fee", "300"),
        ],
        PyxproOperation.QueryRefund => RefundFields("SUCCESS"),
        _ => [],
    };

    public static (string Name, string Value)[] RefundFields(string status, string fee = "300") =>
    [
        ("refund_count", "1"), ("out_refund_no_0", "RF-1"), ("refund_id_0", "R1"), ("refund_fee_0", fee),
        ("refund_status_0", status),
    ];

    /// <summary>Makes a call and returns how it failed, while time passes as it must.</summary>
    public static async Task<TException> FailAsync<TException>(
        this ScriptedGateway gateway,
        PyxproClient client,
        PyxproOperation operation,
        CancellationToken stop = default)
        where TException : Exception
    {
        var call = client.CallAsync(operation, stop);
        await gateway.Time.RunAsync([call]);

        return (await FluentActions.Awaiting(() => call).Should().ThrowAsync<TException>()).Which;
    }
}
