using Microsoft.Extensions.DependencyInjection;

namespace Shop.Tests;

/// <summary>A database server that goes away under a shop that runs, and comes back.</summary>
public sealed class PostgresOutageTests(PostgresServer postgres) : IClassFixture<PostgresServer>
{
    [Fact]
    public async Task Shop_DatabaseRestarts_GoesOn()
    {
        await using var shop = await TestShop.StartAsync(postgres);
        var (reconciler, watch) = (
            shop.Services.GetRequiredService<Reconciler>(), shop.Services.GetRequiredService<OrderWatch>());
        var order = await shop.Visit().BuyAsync();
        shop.Gateway.Buyer.Pay(order);
        await reconciler.StartAsync(CancellationToken.None);
        await watch.StartAsync(CancellationToken.None);
        using var client = shop.CreateClient();
        var page = client.GetStringAsync(new Uri($"/orders/{order}/events", UriKind.Relative));

        await postgres.StopAsync();
        for (var i = 0; i < 100; i++)
        {
            shop.Time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10);
        }

        var away = (reconciler.ExecuteTask!.IsCompleted, watch.ExecuteTask!.IsCompleted);
        await postgres.StartAsync();
        await shop.PassUntilAsync(() => Task.FromResult(page.IsCompleted));

        away.Should().Be((false, false));
        (await page).Should().Contain("Paid.code").And.Contain("event: end");
        (await shop.FindOrderAsync(order)).State.Should().Be(OrderState.Paid);
        await reconciler.StopAsync(CancellationToken.None);
        await watch.StopAsync(CancellationToken.None);
    }
}
