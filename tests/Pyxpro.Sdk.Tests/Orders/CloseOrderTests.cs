namespace Pyxpro.Sdk.Tests;

public class CloseOrderTests
{
    private static readonly CloseOrderRequest Request = new() { OutTradeNo = "ORDER_1" };

    [Fact]
    public async Task Erratum20_ResponseWithoutAnOrderNumber_IsEnough()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good());

        var response = await client.CloseOrderAsync(Request);

        response.Message["result_code"].Should().Be("0");
    }

    [Theory]
    [InlineData("code_url")]
    [InlineData("trade_state")]
    [InlineData("refund_id")]
    [InlineData("refund_count")]
    [InlineData("pay_result")]
    public async Task Close_ResponseOfAnotherKind_IsUncertain(string name)
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good((name, "0")));

        var act = () => client.CloseOrderAsync(Request);

        (await act.Should().ThrowAsync<PyxproProtocolException>()).Which.Message.Should().Contain(name);
    }

    [Fact]
    public async Task Close_ResponseAboutAnotherOrder_IsAMismatch()
    {
        var client = TestMerchant.ClientReceiving(TestMerchant.Good(("out_trade_no", "ORDER_2")));

        var act = () => client.CloseOrderAsync(Request);

        await act.Should().ThrowAsync<PyxproMismatchException>();
    }
}
