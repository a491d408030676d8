namespace Pyxpro.Sdk.Tests;

public class QueryRefundTests
{
    private static readonly QueryRefundRequest Request = new() { OutRefundNo = "RF-1" };

    [Fact]
    public async Task QueryRefund_SeveralRefunds_GivesThemInOrder()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(
            [("refund_count", "2"), .. Refund(0, "RF-0", "PROCESSING"), .. Refund(1, "RF-1", "SUCCESS"), ("refund_time_1", "20260527101010")]));

        var response = await client.QueryRefundAsync(Request);

        response.Refunds.Select(refund => refund.OutRefundNo).Should().Equal("RF-0", "RF-1");
        response.Refunds[0].RefundStatus.IsPending.Should().BeTrue();
        response.Refunds[0].RefundTime.Should().BeNull();
        response.Refunds[1].RefundStatus.IsRefunded.Should().BeTrue();
        response.Refunds[1].RefundFee.Should().Be(300);
        response.Refunds[1].RefundTime.Should().Be(new DateTimeOffset(2026, 5, 27, 10, 10, 10, TimeSpan.FromHours(8)));
    }

    [Fact]
    public async Task QueryRefund_TwelveRefunds_AreReadByNumberNotByText()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(
            [("refund_count", "12"), .. Enumerable.Range(0, 12).SelectMany(i => Refund(i, $"RF-{i}", "SUCCESS"))]));

        var response = await client.QueryRefundAsync(Request);

        response.Refunds.Select(refund => refund.OutRefundNo).Should().Equal(Enumerable.Range(0, 12).Select(i => $"RF-{i}"));
    }

    [Fact]
    public async Task QueryRefund_NoRefund_GivesAnEmptyList()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("refund_count", "0")));

        var response = await client.QueryRefundAsync(Request);

        response.Refunds.Should().BeEmpty();
    }

    [Theory]
    [InlineData("0")]
    [InlineData("2")]
    [InlineData("01")]
    [InlineData("-1")]
    [InlineData("2147483647")]
    [InlineData("99999999999")]
    [InlineData("")]
    public async Task QueryRefund_CountOtherThanWhatIsThere_IsUncertain(string count)
    {
        var client = TestMerchant.ClientReceiving(
            TestMerchant.Good([.. Refund(0, "RF-1", "SUCCESS"), ("refund_count", count)]));

        var act = () => client.QueryRefundAsync(Request);

        await act.Should().ThrowAsync<PyxproProtocolException>().WithMessage("*refund_count*");
    }

    [Theory]
    [InlineData("refund_fee_00")]
    [InlineData("refund_fee_2")]
    [InlineData("refund_status_99999999999999")]
    public async Task QueryRefund_GapOrAlias_IsUncertain(string name)
    {
        var client = TestMerchant.ClientReceiving(
            TestMerchant.Good([.. Refund(0, "RF-1", "SUCCESS"), ("refund_count", "1"), (name, "1")]));

        var act = () => client.QueryRefundAsync(Request);

        await act.Should().ThrowAsync<PyxproProtocolException>();
    }

    [Fact]
    public async Task QueryRefund_MoreRefundsThanTheCap_IsUncertain()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(
            [("refund_count", "101"), .. Enumerable.Range(0, 101).SelectMany(i => Refund(i, $"RF-{i}", "SUCCESS"))]));

        var act = () => client.QueryRefundAsync(Request);

        await act.Should().ThrowAsync<PyxproProtocolException>();
    }

    [Theory]
    [InlineData("out_refund_no_0")]
    [InlineData("refund_id_0")]
    [InlineData("refund_fee_0")]
    [InlineData("refund_status_0")]
    public async Task QueryRefund_RefundWithoutAField_IsUncertain(string name)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(
            [("refund_count", "1"), .. Refund(0, "RF-1", "SUCCESS").Where(field => field.Item1 != name)]));

        var act = () => client.QueryRefundAsync(Request);

        (await act.Should().ThrowAsync<PyxproProtocolException>()).Which.Message.Should().Contain(name);
    }

    [Fact]
    public async Task QueryRefund_OnlyOtherRefunds_IsAMismatch()
    {
        var client = TestMerchant.ClientReceiving(
            TestMerchant.Good([("refund_count", "1"), .. Refund(0, "RF-2", "SUCCESS")]));

        var act = () => client.QueryRefundAsync(Request);

        (await act.Should().ThrowAsync<PyxproMismatchException>()).Which.FieldName.Should().Be("out_refund_no");
    }

    [Fact]
    public async Task QueryRefund_ByTheGatewaysNumber_IsComparedWithIt()
    {
        var client = TestMerchant.ClientReceiving(
            TestMerchant.Good([("refund_count", "1"), .. Refund(0, "RF-1", "SUCCESS")]));

        var act = () => client.QueryRefundAsync(new QueryRefundRequest { RefundId = "R7" });

        (await act.Should().ThrowAsync<PyxproMismatchException>()).Which.FieldName.Should().Be("refund_id");
    }

    [Theory]
    [InlineData("0", "out_refund_no")]
    [InlineData("0", "refund_id")]
    [InlineData("1", "out_refund_no")]
    public async Task QueryRefund_PlainNumberOfAnotherRefund_IsAMismatchBeforeTheResult(string resultCode, string name)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(
            ("result_code", resultCode), ("err_code", "ORDERNOTEXIST"), ("refund_count", "0"), (name, "ANOTHER")));

        var act = () => client.QueryRefundAsync(Request with { RefundId = "R1" });

        (await act.Should().ThrowAsync<PyxproMismatchException>()).Which.FieldName.Should().Be(name);
    }

    [Theory]
    [InlineData("RF-1", "R9")]
    [InlineData("RF-9", "R0")]
    public async Task QueryRefund_SameRefundTwice_IsUncertain(string outRefundNo, string refundId)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(
        [
            ("refund_count", "2"), .. Refund(0, "RF-1", "FAIL"),
            ("out_refund_no_1", outRefundNo), ("refund_id_1", refundId), ("refund_fee_1", "300"), ("refund_status_1", "SUCCESS"),
        ]));

        var act = () => client.QueryRefundAsync(Request);

        await act.Should().ThrowAsync<PyxproProtocolException>().WithMessage("*twice*");
    }

    [Fact]
    public async Task QueryRefund_ByBothNumbers_TheyMustBeOfOneRefund()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(
            [("refund_count", "2"), .. Refund(0, "RF-0", "SUCCESS"), .. Refund(1, "RF-1", "SUCCESS")]));

        var one = () => client.QueryRefundAsync(new QueryRefundRequest { OutRefundNo = "RF-1", RefundId = "R1" });
        var two = () => client.QueryRefundAsync(new QueryRefundRequest { OutRefundNo = "RF-1", RefundId = "R0" });

        await one.Should().NotThrowAsync();
        await two.Should().ThrowAsync<PyxproMismatchException>();
    }

    [Theory]
    [InlineData("SUCCESS", true, false, false, false)]
    [InlineData("FAIL", false, true, false, false)]
    [InlineData("FAILED", false, true, false, false)]
    [InlineData("CHANGE", false, false, true, false)]
    [InlineData("PROCESSING", false, false, false, true)]
    [InlineData("NOTSURE", false, false, false, true)]
    [InlineData("Success", false, false, false, true)]
    [InlineData("SOMETHING_NEW", false, false, false, true)]
    public void RefundStatus_EachValue_IsOneOfFour(string value, bool refunded, bool failed, bool attention, bool pending)
    {
        var status = new RefundStatus(value);

        (status.IsRefunded, status.IsFailed, status.NeedsAttention, status.IsPending)
            .Should().Be((refunded, failed, attention, pending));
    }

    [Theory]
    [InlineData("out_trade_no", "ORDER_1", null)]
    [InlineData("out_trade_no", "ORDER_2", "out_trade_no")]
    [InlineData("transaction_id", "T1", null)]
    [InlineData("transaction_id", "T2", "transaction_id")]
    public async Task QueryRefund_ByOrder_GivesAllRefundsOfThatOrderOnly(string name, string received, string? mismatch)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(
            [("refund_count", "2"), (name, received), .. Refund(0, "RF-0", "SUCCESS"), .. Refund(1, "RF-1", "FAIL")]));

        var act = () => client.QueryRefundAsync(name == "out_trade_no"
            ? new QueryRefundRequest { OutTradeNo = "ORDER_1" }
            : new QueryRefundRequest { TransactionId = "T1" });

        if (mismatch is null)
        {
            (await act()).Refunds.Select(refund => refund.OutRefundNo).Should().Equal("RF-0", "RF-1");
        }
        else
        {
            (await act.Should().ThrowAsync<PyxproMismatchException>()).Which.FieldName.Should().Be(mismatch);
        }
    }

    [Theory]
    [InlineData("out_trade_no")]
    [InlineData("transaction_id")]
    public async Task QueryRefund_ByOrderThatTheResponseDoesNotName_IsUncertain(string name)
    {
        var client = TestMerchant.ClientReceiving(
            TestMerchant.Good([("refund_count", "1"), .. Refund(0, "RF-1", "SUCCESS")]));

        var act = () => client.QueryRefundAsync(name == "out_trade_no"
            ? new QueryRefundRequest { OutTradeNo = "ORDER_1" }
            : new QueryRefundRequest { TransactionId = "T1" });

        (await act.Should().ThrowAsync<PyxproProtocolException>().WithMessage($"*lacks '{name}'*"))
            .Which.Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    [Fact]
    public async Task QueryRefund_ByRefundAndOrder_BothMustMatch()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(
            [("refund_count", "1"), ("out_trade_no", "ORDER_2"), .. Refund(0, "RF-1", "SUCCESS")]));

        var act = () => client.QueryRefundAsync(Request with { OutTradeNo = "ORDER_1" });

        (await act.Should().ThrowAsync<PyxproMismatchException>()).Which.FieldName.Should().Be("out_trade_no");
    }

    [Fact]
    public async Task QueryRefund_NoNumber_SaysWhichAreNeeded()
    {
        var act = () => TestMerchant.ClientReceiving().QueryRefundAsync(new QueryRefundRequest());

        await act.Should().ThrowAsync<ArgumentException>().WithMessage(
            "OutRefundNo (out_refund_no) or RefundId (refund_id) or OutTradeNo (out_trade_no) or TransactionId "
            + "(transaction_id) is required.*");
    }

    private static (string, string)[] Refund(int index, string outRefundNo, string status) =>
    [
        ($"out_refund_no_{index}", outRefundNo), ($"refund_id_{index}", $"R{index}"), ($"refund_channel_{index}", "ORIGINAL"),
        ($"refund_fee_{index}", "300"), ($"refund_status_{index}", status),
    ];
}
