namespace Pyxpro.Sdk.Tests;

/// <summary>No optional field changes what a message says of money, however ill-formed it is.</summary>
public class OptionalFieldTests
{
    // By the guide's tables of responses and of the notification, and those met in the field (protocol, quirks). What is
    // left out here identifies the order, or the algorithm of the signature.
    private static readonly string[] Names =
    [
        "version", "charset", "message", "device_info", "err_code", "err_msg", "err_code_des", "code_img_url",
        "trade_type", "out_transaction_id", "coupon_fee", "attach", "bank_type", "bank_billno", "time_end",
        "refund_channel", "coupon_refund_fee", "refund_channel_0", "coupon_refund_fee_0", "refund_time_0",
        "coupon_refund_fee_1", "refund_time_00", "refund_channel_99999999999", "pay_info", "openid", "appid", "uuid",
        "cash_fee", "order_fee", "local_total_fee", "mdiscount", "fund_bill_list", "gmt_create", "token_id",
    ];

    private static readonly string[] IllFormed =
    [
        "-", "0.00", "-1", "1.5", "00", "+1", "1e3", "abc", "null", "99999999999999999999", "٣", " ", "系统异常",
        "20260230101010", "2026-05-26T20:23:10", "SYSTEMERROR", "{\"a\":[1]}", "a=1&b=2",
    ];

    public static MatrixTheoryData<PyxproOperation, string, string> Calls =>
        new([.. Operations.All, PyxproOperation.Ping], Names, IllFormed);

    public static MatrixTheoryData<string, string> Notifications => new(Names, IllFormed);

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Response_WithAnIllFormedOptionalField_IsTheSameResponse(
        PyxproOperation operation, string name, string value)
    {
        var usual = Response(operation);

        var expected = await AskAsync(operation, usual);
        var response = await AskAsync(operation, [.. usual.Where(field => field.Name != name), (name, value)]);

        response.Should().Be(expected);
    }

    [Theory]
    [MemberData(nameof(Notifications))]
    public void Notification_WithAnIllFormedOptionalField_IsTheSamePayment(string name, string value)
    {
        var body = TestMerchant.Signed(TestMerchant.Good(
            ("pay_result", "0"), ("out_trade_no", "ORDER_1"), ("transaction_id", "T1"), ("total_fee", "1000"),
            ("fee_type", "HKD"), (name, value)));

        using var gateway = new ScriptedGateway(Replies.Html);
        var notification = gateway.CreateClient().ParseNotification(System.Text.Encoding.UTF8.GetBytes(body));

        notification.Matches("ORDER_1", 1000, "HKD").Should().BeTrue();
        notification.TransactionId.Should().Be("T1");
        notification.Message[name].Should().Be(value);
    }

    // A paid order, so that there is something to hide.
    private static (string Name, string Value)[] Response(PyxproOperation operation) =>
        operation is PyxproOperation.QueryOrder or PyxproOperation.Ping
            ?
            [
                ("trade_state", "SUCCESS"), ("out_trade_no", "ORDER_1"), ("transaction_id", "T1"),
                ("total_fee", "1000"), ("fee_type", "HKD"),
            ]
            : Operations.ResponseFields(operation);

    private static async Task<string> AskAsync(PyxproOperation operation, (string Name, string Value)[] response)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(response));
        if (operation == PyxproOperation.Ping)
        {
            return (await client.PingAsync()).Result.ToString();
        }

        return await client.CallAsync(operation) switch
        {
            CreateNativeOrderResponse created => created.CodeUrl,
            QueryOrderResponse order =>
                $"{order.TradeState} {order.TotalFee} {order.TransactionId} {order.Matches("ORDER_1", 1000, "HKD")}",
            CloseOrderResponse => "closed",
            RefundResponse refund => $"{refund.RefundId} {refund.RefundFee}",
            QueryRefundResponse refunds => string.Join(
                ',', refunds.Refunds.Select(refund => $"{refund.RefundId} {refund.RefundFee} {refund.RefundStatus}")),
            PyxproMessage => "sent",
            var other => other.ToString()!,
        };
    }
}
