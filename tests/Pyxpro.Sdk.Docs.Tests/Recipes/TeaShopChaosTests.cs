using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Pyxpro.Sdk;
using Pyxpro.Sdk.Testing;

public sealed class TeaShopChaosTests
{
    // When a seed fails, it fails again: add it here, and fix the shop.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(20260526)]
    public async Task Orders_OnABadNetwork_ArePaidOnceOrNotAtAll(int seed)
    {
        var time = new FakeTimeProvider();
        using var factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(time);
            services.AddPyxproSimulator();
            services.Configure<PyxproOptions>(options =>
            {
                // The clock stands still between two attempts, and the network is bad on purpose.
                (options.RetryDelay, options.MaxRetryDelay) = (TimeSpan.Zero, TimeSpan.Zero);
                options.CircuitMinimumAttempts = 1_000_000;
            });
        }));
        var shop = factory.Services.GetRequiredService<TeaShop>();
        var gateway = factory.Services.GetRequiredService<GatewaySimulator>();
        gateway.Notifications.UseHttpClient(factory.CreateClient());
        gateway.Faults.AddRandom(seed, percent: 20);
        gateway.Notifications.Faults.AddRandom(seed, percent: 30);

        // A hundred people buy; those whose order reached the gateway pay.
        foreach (var number in Enumerable.Range(0, 100).Select(i => $"A{i}"))
        {
            try
            {
                await shop.OrderAsync(number, totalFee: 1000);
            }
            catch (PyxproException)
            {
                // The page says "please wait"; the order may exist all the same.
            }

            if (gateway.FindOrder(number) is not null)
            {
                gateway.Buyer.Pay(number);
            }
        }

        await gateway.Notifications.AdvanceAsync(TimeSpan.FromHours(4), time.Advance);
        gateway.Faults.Clear();
        await shop.ReconcileAsync();

        // The gateway's log has what really happened.
        var paid = gateway.Log
            .Where(entry => entry.Event == GatewayEvent.OrderPaid)
            .ToDictionary(entry => entry.OutTradeNo!, entry => entry.TransactionId);
        Assert.All(shop.Orders.Values, order => Assert.Equal(paid.GetValueOrDefault(order.Number), order.PaidBy));
        Assert.Contains(gateway.Log, entry => entry.Fault is not null);
    }
}
