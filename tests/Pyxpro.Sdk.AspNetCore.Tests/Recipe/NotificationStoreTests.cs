using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Tests;

/// <summary>That the recipe of the docs handles and remembers in one transaction.</summary>
public sealed class NotificationStoreTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pyxpro-recipe-");

    public static TheoryData<Server> Servers => [.. Enum.GetValues<Server>()];

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Duplicates_AtOnce_AreDeliveredOnceAndAllAcknowledged(Server server)
    {
        const int Duplicates = 16;
        await using var shop = await StartAsync(server, DeliverAsync);

        var responses = await Task.WhenAll(Enumerable.Range(0, Duplicates).Select(_ => shop.PostAsync(Messages.Paid)));

        responses.Should().OnlyContain(response => response == EndpointResponse.Success);
        (await CountAsync()).Should().Be((1, 1));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Handler_FailsAfterItHasSaved_LeavesNothingBehind(Server server)
    {
        var isFirst = true;
        await using var shop = await StartAsync(server, async (notification, services, cancellationToken) =>
        {
            await DeliverAsync(notification, services, cancellationToken);
            if (isFirst)
            {
                isFirst = false;
                throw new InvalidOperationException("after saving");
            }
        });

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Fail);
        (await CountAsync()).Should().Be((0, 0));

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);
        (await CountAsync()).Should().Be((1, 1));
    }

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Database_Fails_IsNotTakenForADuplicate(Server server)
    {
        await using var shop = await StartAsync(server, DeliverAsync);
        await using (var database = Open())
        {
            await database.Database.ExecuteSqlAsync($"DROP TABLE HandledNotification");
        }

        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Fail);

        await using var after = Open();
        (await after.Deliveries.CountAsync()).Should().Be(0);
    }

    public void Dispose()
    {
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private static async Task DeliverAsync(
        PaymentNotification notification, IServiceProvider services, CancellationToken cancellationToken)
    {
        var database = services.GetRequiredService<ShopDbContext>();
        database.Add(new Delivery { OutTradeNo = notification.OutTradeNo! });
        await database.SaveChangesAsync(cancellationToken);
    }

    private async Task<Shop> StartAsync(
        Server server, Func<PaymentNotification, IServiceProvider, CancellationToken, Task> handler)
    {
        await using (var database = Open())
        {
            await database.Database.EnsureCreatedAsync();
        }

        return await Shop.StartAsync(server, new ShopSetup
        {
            Handler = handler,
            Services = services =>
            {
                ShopSetup.AddMerchant(services);
                services.AddDbContext<ShopDbContext>(Configure);
                services.AddScoped<IPaymentNotificationStore, NotificationStore>();
            },
        });
    }

    /// <summary>Counts the deliveries and the notifications that are remembered.</summary>
    private async Task<(int Deliveries, int Handled)> CountAsync()
    {
        await using var database = Open();

        return (await database.Deliveries.CountAsync(), await database.Set<HandledNotification>().CountAsync());
    }

    private ShopDbContext Open()
    {
        var options = new DbContextOptionsBuilder<ShopDbContext>();
        Configure(options);

        return new ShopDbContext(options.Options);
    }

    private void Configure(DbContextOptionsBuilder options) =>
        options.UseSqlite($"Data Source={Path.Combine(_folder.FullName, "shop.db")}");
}
