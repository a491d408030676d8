namespace Pyxpro.Sdk.Tests;

public class QueryOrderTests
{
    private static readonly QueryOrderRequest Request = new() { OutTradeNo = "ORDER_1" };

    private static readonly (string, string)[] Paid =
    [
        ("trade_state", "SUCCESS"), ("out_trade_no", "ORDER_1"), ("transaction_id", "T1"), ("total_fee", "1000"),
        ("fee_type", "HKD"), ("time_end", "20260526202310"),
    ];

    [Fact]
    public async Task Query_PaidOrder_GivesItsPayment()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good([.. Paid, ("coupon_fee", "200")]));

        var response = await client.QueryOrderAsync(Request);

        response.TradeState.Should().Be(TradeState.Success);
        response.TradeState.IsPaid.Should().BeTrue();
        response.TotalFee.Should().Be(1000);
        response.CouponFee.Should().Be(200);
        response.TransactionId.Should().Be("T1");
        response.TimeEnd.Should().Be(new DateTimeOffset(2026, 5, 26, 20, 23, 10, TimeSpan.FromHours(8)));
    }

    [Theory]
    [InlineData("SUCCESS", "ORDER_1", 1000, "HKD", null)]
    [InlineData("REFUND", "ORDER_1", 1000, "HKD", "trade_state")]
    [InlineData("CLOSED", "ORDER_1", 1000, "HKD", "trade_state")]
    [InlineData("SUCCESS", "order_1", 1000, "HKD", "out_trade_no")]
    [InlineData("SUCCESS", "ORDER_1", 1001, "HKD", "total_fee")]
    [InlineData("SUCCESS", "ORDER_1", 1000, "USD", "fee_type")]
    public async Task Matches_TheOrder_ComparesStateNumberAmountAndCurrency(
        string state, string outTradeNo, long totalFee, string feeType, string? differing)
    {
        var client = TestMerchant.ClientReceiving(
            TestMerchant.Good([.. Paid.Where(field => field.Item1 != "trade_state"), ("trade_state", state)]));

        var response = await client.QueryOrderAsync(Request);

        response.Matches(outTradeNo, totalFee, feeType).Should().Be(differing is null);
        var ensure = () => response.EnsureMatches(outTradeNo, totalFee, feeType);
        if (differing is null)
        {
            ensure.Should().NotThrow();
        }
        else
        {
            ensure.Should().Throw<PyxproMismatchException>().Which.FieldName.Should().Be(differing);
        }
    }

    [Fact]
    public async Task Matches_NullForWhatTheResponseLacks_IsRefused()
    {
        var client = TestMerchant.ClientReceiving(
            TestMerchant.Good([.. Paid.Where(field => field.Item1 != "fee_type")]));

        var response = await client.QueryOrderAsync(Request);

        response.Invoking(order => order.Matches("ORDER_1", 1000, null!)).Should().Throw<ArgumentNullException>();
        response.Invoking(order => order.Matches(null!, 1000, "HKD")).Should().Throw<ArgumentNullException>();
    }

    [Theory]
    [InlineData("SUCCESS")]
    [InlineData("something new")]
    public void TradeState_InJson_ComesBackAsItWas(string value)
    {
        var json = System.Text.Json.JsonSerializer.Serialize(new TradeState(value));

        System.Text.Json.JsonSerializer.Deserialize<TradeState>(json).Value.Should().Be(value);
    }

    [Fact]
    public void RefundStatusAndErrorCode_InJson_ComeBackAsTheyWere()
    {
        var status = System.Text.Json.JsonSerializer.Serialize(RefundStatus.Change);
        var code = System.Text.Json.JsonSerializer.Serialize(PyxproErrorCode.SystemError);

        System.Text.Json.JsonSerializer.Deserialize<RefundStatus>(status).Should().Be(RefundStatus.Change);
        System.Text.Json.JsonSerializer.Deserialize<PyxproErrorCode>(code).Should().Be(PyxproErrorCode.SystemError);
    }

    [Fact]
    public async Task Query_AdditionalFieldThatIsAProperty_IsRefusedThoughThePropertyIsNotSet()
    {
        var act = () => TestMerchant.ClientReceiving().QueryOrderAsync(new QueryOrderRequest
        {
            TransactionId = "T1",
            AdditionalFields = new Dictionary<string, string> { ["out_trade_no"] = "ORDER_2" },
        });

        await act.Should().ThrowAsync<ArgumentException>().WithMessage("*out_trade_no*request's own*");
    }

    [Fact]
    public async Task Query_UnpaidOrder_HasNoNumbers()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("trade_state", "NOTPAY")));

        var response = await client.QueryOrderAsync(Request);

        response.TradeState.IsPaid.Should().BeFalse();
        response.TradeState.IsPending.Should().BeTrue();
        response.TotalFee.Should().BeNull();
        response.OutTradeNo.Should().BeNull();
    }

    [Theory]
    [InlineData("out_trade_no")]
    [InlineData("transaction_id")]
    [InlineData("total_fee")]
    [InlineData("trade_state")]
    public async Task Query_PaidButAFieldIsMissing_IsUncertain(string name)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good([.. Paid.Where(field => field.Item1 != name)]));

        var act = () => client.QueryOrderAsync(Request);

        (await act.Should().ThrowAsync<PyxproProtocolException>()).Which.Message.Should().Contain(name);
    }

    // The numbers come with SUCCESS only (guide 3.1.5).
    [Fact]
    public async Task Query_RefundedOrderWithoutNumbers_IsAStateOfItsOwn()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("trade_state", "REFUND")));

        var response = await client.QueryOrderAsync(Request with { TransactionId = "T1" });

        response.TradeState.IsRefunded.Should().BeTrue();
        response.TradeState.IsPaid.Should().BeFalse();
        response.TradeState.IsPending.Should().BeFalse();
        response.TotalFee.Should().BeNull();
        response.Matches("ORDER_1", 1000, "HKD").Should().BeFalse();
    }

    [Theory]
    [InlineData("out_trade_no", "ORDER_2")]
    [InlineData("transaction_id", "T2")]
    public async Task Query_RefundedStateOfAnotherOrder_IsAMismatch(string name, string value)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("trade_state", "REFUND"), (name, value)));

        var act = () => client.QueryOrderAsync(Request with { TransactionId = "T1" });

        await act.Should().ThrowAsync<PyxproMismatchException>();
    }

    [Theory]
    [InlineData("out_trade_no", "ORDER_2")]
    [InlineData("out_trade_no", "order_1")]
    [InlineData("transaction_id", "T2")]
    public async Task Query_ResponseAboutAnotherOrder_IsAMismatch(string name, string value)
    {
        var client = TestMerchant.ClientReceiving(
            TestMerchant.Good([.. Paid.Where(field => field.Item1 != name), (name, value)]));

        var act = () => client.QueryOrderAsync(Request with { TransactionId = "T1" });

        var exception = (await act.Should().ThrowAsync<PyxproMismatchException>()).Which;
        exception.FieldName.Should().Be(name);
        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    [Fact]
    public async Task Query_UnpaidStateOfAnotherOrder_IsAMismatchToo()
    {
        var client = TestMerchant.ClientReceiving(
            TestMerchant.Good(("trade_state", "NOTPAY"), ("out_trade_no", "ORDER_2")));

        var act = () => client.QueryOrderAsync(Request);

        await act.Should().ThrowAsync<PyxproMismatchException>();
    }

    [Theory]
    [InlineData("total_fee", "0")]
    [InlineData("total_fee", "01000")]
    [InlineData("total_fee", "2147483648")]
    public async Task Query_AmountThatIsNone_IsUncertain(string name, string value)
    {
        var client = TestMerchant.ClientReceiving(
            TestMerchant.Good([.. Paid.Where(field => field.Item1 != name), (name, value)]));

        var act = () => client.QueryOrderAsync(Request);

        await act.Should().ThrowAsync<PyxproProtocolException>();
    }

    [Theory]
    [InlineData("SUCCESS", "1001")]
    [InlineData("SUCCESS", "-1")]
    [InlineData("SUCCESS", "-")]
    [InlineData("SUCCESS", "0.00")]
    [InlineData("REFUND", "-")]
    public async Task Query_CouponThatIsNone_IsNullAndHidesNothing(string state, string coupon)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(
            [.. Paid.Where(field => field.Item1 != "trade_state"), ("trade_state", state), ("coupon_fee", coupon)]));

        var response = await client.QueryOrderAsync(Request);

        response.TradeState.Value.Should().Be(state);
        response.TotalFee.Should().Be(1000);
        response.CouponFee.Should().BeNull();
        response.Message["coupon_fee"].Should().Be(coupon);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("00010101000000")]
    [InlineData("20260230101010")]
    [InlineData("20260101235960")]
    public async Task Query_GarbledTime_IsNullAndTheTextIsKept(string text)
    {
        var client = TestMerchant.ClientReceiving(
            TestMerchant.Good([.. Paid.Where(field => field.Item1 != "time_end"), ("time_end", text)]));

        var response = await client.QueryOrderAsync(Request);

        response.TimeEnd.Should().BeNull();
        response.Message["time_end"].Should().Be(text);
    }

    [Theory]
    [InlineData("pay.alipay.native.intl")]
    [InlineData("pay.alipya.native.intl")]
    [InlineData("something.else")]
    public async Task Erratum05_TradeType_IsComparedWithNothing(string tradeType)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good([.. Paid, ("trade_type", tradeType)]));

        var response = await client.QueryOrderAsync(Request);

        response.TradeType.Should().Be(tradeType);
    }

    [Fact]
    public async Task Query_NeitherNumber_SaysWhichAreNeeded()
    {
        var act = () => TestMerchant.ClientReceiving().QueryOrderAsync(new QueryOrderRequest());

        await act.Should().ThrowAsync<ArgumentException>().WithMessage("*OutTradeNo*TransactionId*");
    }

    [Theory]
    [InlineData("REVOK", false)]
    [InlineData("REVOKED", false)]
    [InlineData("REVERSE", false)]
    [InlineData("CLOSED", false)]
    [InlineData("USERPAYING", true)]
    [InlineData("PAYERROR", true)]
    [InlineData("NOTPAY", true)]
    [InlineData("SOMETHING_NEW", true)]
    [InlineData("success", true)]
    public async Task Erratum04_StateOtherThanPaid_IsNotPaid(string state, bool isPending)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("trade_state", state)));

        var response = await client.QueryOrderAsync(Request);

        response.TradeState.Value.Should().Be(state);
        response.TradeState.IsPaid.Should().BeFalse();
        response.TradeState.IsPending.Should().Be(isPending);
    }
}
