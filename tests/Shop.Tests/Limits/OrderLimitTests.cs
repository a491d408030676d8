using System.Net;

namespace Shop.Tests;

/// <summary>How many orders strangers can place.</summary>
public sealed class OrderLimitTests(SqliteFiles database) : IClassFixture<SqliteFiles>
{
    private const string One = "192.0.2.1";

    [Fact]
    public async Task Orders_TooManyOfOneClient_AreRefused_AndTakeNothingFromOthers()
    {
        await using var shop = await TestShop.StartAsync(
            database, new("Shop:OrdersAMinutePerClient", "2"), new("Shop:OrdersAMinute", "3"));
        for (var i = 0; i < 2; i++)
        {
            (await OrderAsync(shop, One)).Should().Be(HttpStatusCode.OK);
        }

        for (var i = 0; i < 10; i++)
        {
            (await OrderAsync(shop, One)).Should().Be(HttpStatusCode.TooManyRequests);
        }

        (await OrderAsync(shop, "192.0.2.2")).Should().Be(HttpStatusCode.OK);
        (await OrderAsync(shop, "192.0.2.3")).Should().Be(HttpStatusCode.TooManyRequests, "of all there are three");
    }

    [Fact]
    public async Task Notifications_AndPages_AreNotLimited()
    {
        await using var shop = await TestShop.StartAsync(
            database, new("Shop:OrdersAMinutePerClient", "1"), new("Shop:OrdersAMinute", "1"));
        var order = await shop.Visit().BuyAsync();
        shop.Gateway.Buyer.Pay(order);

        (await shop.DeliverAsync()).Should().ContainSingle().Which.Result.Should()
            .Be(Pyxpro.Sdk.Testing.DeliveryResult.Acknowledged);
        (await shop.Visit().ReadAsync(order)).Should().Contain("Thank you");
    }

    private static async Task<HttpStatusCode> OrderAsync(TestShop shop, string address)
    {
        using var client = shop.CreateClient(address);
        try
        {
            await new ShopVisitor(client).BuyAsync();

            return HttpStatusCode.OK;
        }
        catch (HttpRequestException exception)
        {
            return exception.StatusCode!.Value;
        }
    }
}
