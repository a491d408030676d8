using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Pyxpro.Sdk;
using Pyxpro.Sdk.Testing;

namespace Shop.Tests;

/// <summary>The shop in this process, on a simulated gateway and a clock that both go by the test. Its reconciler runs
/// when the test says so.</summary>
public sealed class TestShop : IAsyncDisposable
{
    private readonly WebApplicationFactory<Program> _factory;

    private TestShop(KeyValuePair<string, string> database)
    {
        Gateway = new GatewaySimulator(Time);
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host
            .UseSetting(database.Key, database.Value)
            .ConfigureLogging(logging => logging.ClearProviders())
            .ConfigureTestServices(services =>
            {
                services.AddSingleton<TimeProvider>(Time);
                services.AddPyxproSimulator(Gateway);
                services.RemoveAll<IHostedService>();

                // The pause before a second attempt would wait for the test to move the clock.
                services.Configure<PyxproOptions>(options => options.MaxAttempts = 1);
            }));
        Gateway.Notifications.SendOver(_factory.CreateClient());
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 5, 26, 12, 0, 0, TimeSpan.Zero));

    public GatewaySimulator Gateway { get; }

    public static async Task<TestShop> StartAsync(ITestDatabase database) => new(await database.MakeAsync());

    public ShopVisitor Visit() => new(_factory.CreateClient());

    /// <summary>Lets time pass, and the reconciler do what is due then.</summary>
    public async Task PassAsync(TimeSpan time)
    {
        Time.Advance(time);
        await _factory.Services.GetRequiredService<Reconciler>().RunOnceAsync(CancellationToken.None);
    }

    /// <summary>Posts what the gateway has to tell.</summary>
    public Task<IReadOnlyList<NotificationDelivery>> DeliverAsync() => Gateway.Notifications.DeliverAsync();

    /// <summary>Posts a body to the notification endpoint.</summary>
    /// <returns>The answer.</returns>
    public async Task<string> PostAsync(byte[] body)
    {
        using var client = _factory.CreateClient();
        using var content = new ByteArrayContent(body);
        using var answer = await client.PostAsync(new Uri("/pyxpro/notify", UriKind.Relative), content);

        return await answer.Content.ReadAsStringAsync();
    }

    /// <summary>Holds an order in the database, as a transaction that hangs does, until the result is disposed
    /// of.</summary>
    public async Task<IAsyncDisposable> HoldAsync(string outTradeNo)
    {
        var scope = _factory.Services.CreateAsyncScope();
        var database = scope.ServiceProvider.GetRequiredService<ShopDatabase>();
        await database.Database.BeginTransactionAsync();
        await database.Orders
            .Where(order => order.OutTradeNo == outTradeNo)
            .ExecuteUpdateAsync(set => set.SetProperty(order => order.Checks, order => order.Checks));

        return scope; // the transaction ends with it
    }

    public Task<Order> FindOrderAsync(string outTradeNo) => ReadAsync(database =>
        database.Orders.AsNoTracking().SingleAsync(order => order.OutTradeNo == outTradeNo));

    public Task<List<Refund>> FindRefundsAsync(string outTradeNo) => ReadAsync(database => database.Refunds
        .AsNoTracking()
        .Where(refund => refund.OutTradeNo == outTradeNo)
        .OrderBy(refund => refund.CreatedAt)
        .ToListAsync());

    public Task<List<AttentionEntry>> FindAttentionAsync() => ReadAsync(database =>
        database.Attention.AsNoTracking().ToListAsync());

    public Task<int> CountShipmentsAsync() => ReadAsync(database => database.Shipments.CountAsync());

    public ValueTask DisposeAsync() => _factory.DisposeAsync();

    private async Task<T> ReadAsync<T>(Func<ShopDatabase, Task<T>> read)
    {
        await using var scope = _factory.Services.CreateAsyncScope();

        return await read(scope.ServiceProvider.GetRequiredService<ShopDatabase>());
    }
}
