namespace Pyxpro.Sdk.Tests;

public class RefundTests
{
    private static readonly (string Name, string Value)[] Accepted =
    [
        ("out_trade_no", "ORDER_1"), ("transaction_id", "T1"), ("out_refund_no", "RF-1"), ("refund_id", "R1"),
        ("refund_channel", "ORIGINAL"), ("refund_fee", "300"),
    ];

    [Fact]
    public async Task Refund_Accepted_GivesItsNumbers()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(Accepted));

        var response = await client.RefundAsync(TestMerchant.RefundRequest);

        response.RefundId.Should().Be("R1");
        response.OutRefundNo.Should().Be("RF-1");
        response.RefundFee.Should().Be(300);
        response.CouponRefundFee.Should().BeNull();
    }

    [Theory]
    [InlineData("out_trade_no")]
    [InlineData("transaction_id")]
    [InlineData("out_refund_no")]
    [InlineData("refund_id")]
    [InlineData("refund_fee")]
    public async Task Refund_ResponseWithoutAField_IsUncertain(string name)
    {
        var client = TestMerchant.ClientReceiving(
            TestMerchant.Good([.. Accepted.Where(field => field.Name != name)]));

        var act = () => client.RefundAsync(TestMerchant.RefundRequest);

        (await act.Should().ThrowAsync<PyxproProtocolException>()).Which.Message.Should().Contain(name);
    }

    [Theory]
    [InlineData("out_trade_no", "ORDER_2")]
    [InlineData("transaction_id", "T2")]
    [InlineData("out_refund_no", "RF-2")]
    [InlineData("refund_fee", "301")]
    public async Task Erratum12_ResponseAboutSomethingElse_IsAMismatch(string name, string value)
    {
        var client = TestMerchant.ClientReceiving(
            TestMerchant.Good([.. Accepted.Where(field => field.Name != name), (name, value)]));

        var act = () => client.RefundAsync(TestMerchant.RefundRequest with { TransactionId = "T1" });

        (await act.Should().ThrowAsync<PyxproMismatchException>()).Which.FieldName.Should().Be(name);
    }

    public static TheoryData<RefundRequest, string> Invalid => new()
    {
        { TestMerchant.RefundRequest with { OutTradeNo = null }, "OutTradeNo (out_trade_no) or TransactionId*required" },
        { TestMerchant.RefundRequest with { OutTradeNo = "a-b" }, "OutTradeNo*underscore" },
        { TestMerchant.RefundRequest with { OutRefundNo = "" }, "OutRefundNo*required" },
        { TestMerchant.RefundRequest with { OutRefundNo = new string('r', 33) }, "OutRefundNo*it has 33" },
        { TestMerchant.RefundRequest with { RefundFee = 0 }, "RefundFee*1 to 1000 minor units; it is 0" },
        { TestMerchant.RefundRequest with { RefundFee = 1001 }, "RefundFee*1 to 1000 minor units; it is 1001" },
        { TestMerchant.RefundRequest with { TotalFee = 0 }, "TotalFee*1 to 2147483647" },
        { TestMerchant.RefundRequest with { RefundChannel = new string('c', 17) }, "RefundChannel*it has 17" },
    };

    [Theory]
    [MemberData(nameof(Invalid), DisableDiscoveryEnumeration = true)]
    public async Task Refund_InvalidRequest_ThrowsBeforeAnythingIsSent(RefundRequest request, string message)
    {
        var requests = new List<PyxproMessage>();
        var client = TestMerchant.ClientRecording(requests);

        var act = () => client.RefundAsync(request);

        await act.Should().ThrowAsync<ArgumentException>().WithMessage($"{message}*");
        requests.Should().BeEmpty();
    }

    [Fact]
    public async Task Refund_NoCashierAnywhere_SaysSo()
    {
        var options = TestMerchant.Options;
        options.OpUserId = null;
        var client = new PyxproClient(new HttpClient(), options, SuiteLog.Factory);

        var act = () => client.RefundAsync(TestMerchant.RefundRequest);

        await act.Should().ThrowAsync<ArgumentException>().WithMessage(
            "OpUserId (op_user_id) is required: set it on the request, or for all requests at PyxproOptions.OpUserId.*");
    }
}
