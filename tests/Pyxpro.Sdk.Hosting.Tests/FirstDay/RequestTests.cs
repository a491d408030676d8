namespace Pyxpro.Sdk.Hosting.Tests;

/// <summary>Requests as newcomers write them, against the simulator.</summary>
public class RequestTests
{
    [Fact]
    public async Task Create_AddressOfADualStackSocket_IsSentAsIPv4()
    {
        using var application = new Newcomer();

        await application.Client.CreateNativeOrderAsync(Newcomer.Order with { MchCreateIp = "::ffff:203.0.113.7" });

        application.Gateway.FindOrder("A1").Should().NotBeNull();
    }

    [Fact]
    public async Task Create_InternationalisedNotifyUrl_IsSentInAscii()
    {
        using var application = new Newcomer().With("NotifyUrl", "https://caf\u00e9.test/pyxpro/notify");

        await application.Client.CreateNativeOrderAsync(Newcomer.Order);

        application.Gateway.FindOrder("A1")!.NotifyUrl.Should().Be("https://xn--caf-dma.test/pyxpro/notify");
    }

    [Fact]
    public async Task Create_TimeExpireAlone_TakesEffect()
    {
        using var application = new Newcomer();
        var order = Newcomer.Order with { TimeExpire = DateTimeOffset.UtcNow.AddMinutes(15) };

        await application.Client.CreateNativeOrderAsync(order);
        await application.Client.CreateNativeOrderAsync(order);

        application.Gateway.FindOrder("A1")!.ExpiresAt.Should().BeCloseTo(order.TimeExpire!.Value, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task QueryRefund_ByOrder_GivesAllItsRefunds()
    {
        using var application = new Newcomer();
        await application.Client.CreateNativeOrderAsync(Newcomer.Order);
        application.Gateway.Buyer.Pay("A1");
        foreach (var number in (string[])["R1", "R2"])
        {
            await application.Client.RefundAsync(
                new RefundRequest { OutTradeNo = "A1", OutRefundNo = number, TotalFee = 1000, RefundFee = 100 });
        }

        var response = await application.Client.QueryRefundAsync(new QueryRefundRequest { OutTradeNo = "A1" });

        response.Refunds.Select(refund => refund.OutRefundNo).Should().Equal("R1", "R2");
    }
}
