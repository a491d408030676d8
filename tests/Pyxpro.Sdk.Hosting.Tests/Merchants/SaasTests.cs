using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;
using Pyxpro.Sdk.AspNetCore;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Hosting.Tests;

/// <summary>An application for many merchants, whose settings are in its database.</summary>
public class SaasTests
{
    private readonly MerchantTable _table = new();

    [Fact]
    public async Task Merchant_SignedUpWhileTheApplicationRuns_TakesAPaymentAndGetsItsNotification()
    {
        var gateway = new GatewaySimulator();
        await using var shop = await StartAsync(gateway);
        foreach (var mchId in (string[])["1001", "1002"])
        {
            _table.Keys[mchId] = $"key_of_{mchId}";
            gateway.AddMerchant(mchId, $"key_of_{mchId}");
        }

        await CreateAsync(shop, "1001");
        var posted = gateway.Buyer.Pay("ORDER_1", mchId: "1001");

        (await shop.PostAsync(new ByteArrayContent(posted))).Should().Be(EndpointResponse.Success);
        shop.Handled.Should().ContainSingle().Which.MchId.Should().Be("1001");
        gateway.FindOrder("ORDER_1", "1002").Should().BeNull();
    }

    [Fact]
    public async Task Key_ReplacedInTheDatabase_IsUsedWithinTenSeconds()
    {
        var gateway = new GatewaySimulator();
        gateway.AddMerchant("1001", "old_key");
        _table.Keys["1001"] = "old_key";
        await using var shop = await StartAsync(gateway);
        await CreateAsync(shop, "1001");

        gateway.ReplaceKey("new_key", "1001");
        _table.Keys["1001"] = "new_key";
        shop.Time.Advance(TimeSpan.FromSeconds(10));

        await CreateAsync(shop, "1001");
        var posted = gateway.Buyer.Pay("ORDER_1", mchId: "1001");
        (await shop.PostAsync(new ByteArrayContent(posted))).Should().Be(EndpointResponse.Success);
    }

    [Fact]
    public async Task Database_Down_NothingIsSentAndTheGatewayPostsAgain()
    {
        var gateway = new GatewaySimulator();
        gateway.AddMerchant("1001", "key");
        _table.Keys["1001"] = "key";
        await using var shop = await StartAsync(gateway);
        await CreateAsync(shop, "1001");
        var posted = gateway.Buyer.Pay("ORDER_1", mchId: "1001");
        var requests = gateway.Log.Count;

        _table.IsDown = true;
        shop.Time.Advance(TimeSpan.FromSeconds(10));
        var act = () => CreateAsync(shop, "1001");

        (await act.Should().ThrowAsync<PyxproTransportException>()).Which.Outcome.Should().Be(PyxproOutcome.NotSent);
        (await shop.PostAsync(new ByteArrayContent(posted))).Should().Be(EndpointResponse.Fail);
        gateway.Log.Should().HaveCount(requests);

        _table.IsDown = false;
        (await shop.PostAsync(new ByteArrayContent(posted))).Should().Be(EndpointResponse.Success);
    }

    [Fact]
    public async Task Strangers_PostManyNumbers_TheDatabaseGetsFewQueries()
    {
        _table.Keys["1001"] = "key";
        await using var shop = await StartAsync(new GatewaySimulator());

        for (var i = 0; i < 300; i++)
        {
            (await shop.PostAsync(Messages.PaidTo($"stranger{i}", "any_key"))).Should().Be(EndpointResponse.Fail);
        }

        _table.Queries.Should().Be(100);
    }

    private static async Task CreateAsync(Shop shop, string mchId)
    {
        var client = await shop.Services.GetRequiredService<PyxproClients>().GetAsync(mchId);
        await client.CreateNativeOrderAsync(TestMerchant.CreateRequest);
    }

    private Task<Shop> StartAsync(GatewaySimulator gateway) => Shop.StartAsync(Server.TestServer, new ShopSetup
    {
        Services = services =>
        {
            services.AddSingleton(_table).AddScoped<Database>();
            services.AddPyxproMerchants<DatabaseResolver>();
            services.AddPyxproSimulator(gateway);
        },
        Options = new PyxproNotificationOptions { ResolveMerchants = true },
    });

    private sealed class MerchantTable
    {
        private int _queries;

        public ConcurrentDictionary<string, string> Keys { get; } = new();

        public bool IsDown { get; set; }

        public int Queries => _queries;

        public string? Find(string mchId)
        {
            Interlocked.Increment(ref _queries);

            return IsDown ? throw new TimeoutException("The database is down.") : Keys.GetValueOrDefault(mchId);
        }
    }

    // Scoped, as a DbContext is.
    private sealed class Database(MerchantTable table)
    {
        public async Task<string?> FindKeyAsync(string mchId, CancellationToken cancellationToken)
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();

            return table.Find(mchId);
        }
    }

    private sealed class DatabaseResolver(Database database) : IPyxproMerchantResolver
    {
        public async ValueTask<PyxproOptions?> FindAsync(string mchId, CancellationToken cancellationToken = default)
        {
            if (await database.FindKeyAsync(mchId, cancellationToken) is not { } key)
            {
                return null;
            }

            var options = MerchantBook.Options(mchId, key);
            TestMerchant.ConfigureOwn(options);

            return options;
        }
    }
}
