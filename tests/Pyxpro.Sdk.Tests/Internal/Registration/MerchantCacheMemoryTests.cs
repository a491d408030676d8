using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>The memory of ten thousand merchants. Alone, because it measures the whole process.</summary>
[Collection(nameof(MerchantCacheMemoryTests))]
[CollectionDefinition(nameof(MerchantCacheMemoryTests), DisableParallelization = true)]
public class MerchantCacheMemoryTests
{
    private const int Merchants = 10_000;

    // About 1.5 KB and 7 KB are used, with the test's own settings.
    private const int MaxBytesWithoutCalls = 2_500;
    private const int MaxBytes = 10_000;

    private readonly MerchantBook _book = new();

    [Fact]
    public async Task Merchants_AllAreUsed_StayWithinTheLimits()
    {
        await using var provider = Build(new PyxproMerchantsOptions().MaxMerchants);
        var clients = provider.GetRequiredService<PyxproClients>();
        await CloseAsync(await clients.GetAsync("first"));

        var before = GC.GetTotalMemory(forceFullCollection: true);
        await UseAsync(clients, Merchants, _ => Task.CompletedTask);
        var withoutCalls = (GC.GetTotalMemory(forceFullCollection: true) - before) / Merchants;
        await UseAsync(clients, Merchants, CloseAsync);
        var withCalls = (GC.GetTotalMemory(forceFullCollection: true) - before) / Merchants;

        withoutCalls.Should().BeInRange(100, MaxBytesWithoutCalls, "this is a merchant who only gets notifications");
        withCalls.Should().BeInRange(100, MaxBytes, "this is a merchant with a circuit breaker");
        // The first one was removed for the last.
        _book.LookUps.Should().HaveCount(Merchants + 1);
        await clients.GetAsync("m1");
        _book.LookUps.Should().HaveCount(Merchants + 1);
        await clients.GetAsync("first");
        _book.LookUps.Should().HaveCount(Merchants + 2);
    }

    [Fact]
    public async Task Merchants_MoreThanTheLimit_AreRemovedWithAllThatTheyHold()
    {
        const int Limit = 100;
        const int Used = 2_000;
        await using var provider = Build(Limit);
        var clients = provider.GetRequiredService<PyxproClients>();
        await CloseAsync(await clients.GetAsync("first"));

        var before = GC.GetTotalMemory(forceFullCollection: true);
        await UseAsync(clients, Used, CloseAsync);
        var used = GC.GetTotalMemory(forceFullCollection: true) - before;

        // What the test's own list of look-ups holds comes on top.
        used.Should().BeLessThan((Limit * MaxBytes) + (Used * 100));
    }

    [Fact]
    public async Task Merchants_TenThousand_EachCreatesAnOrderWithItsOwnKey()
    {
        var gateway = new GatewaySimulator("first", MerchantBook.Key("first"));
        await using var provider = Build(Merchants, gateway.CreateHandler());
        var clients = provider.GetRequiredService<PyxproClients>();
        for (var i = 0; i < Merchants; i++)
        {
            gateway.AddMerchant(Number(i), MerchantBook.Key(Number(i)));
        }

        await Parallel.ForAsync(0, Merchants, async (i, stop) =>
        {
            var client = await clients.GetAsync(Number(i), stop);
            await client.CreateNativeOrderAsync(TestMerchant.CreateRequest, stop);
        });

        Enumerable.Range(0, Merchants).Should().OnlyContain(i => gateway.FindOrder("ORDER_1", Number(i)) != null);
        _book.LookUps.Should().HaveCount(Merchants);
    }

    // The system's clock, because the tests' keeps its timers. No settings become old meanwhile.
    private ServiceProvider Build(int maxMerchants, HttpMessageHandler? gateway = null) => _book.Build(
        TimeProvider.System,
        gateway ?? new ScriptedHandler(RespondAsync),
        options => (options.MaxMerchants, options.RefreshInterval) = (maxMerchants, TimeSpan.FromHours(1)));

    private static async Task UseAsync(PyxproClients clients, int merchants, Func<PyxproClient, Task> use)
    {
        for (var i = 0; i < merchants; i++)
        {
            await use(await clients.GetAsync(Number(i)));
        }
    }

    private static Task CloseAsync(PyxproClient client) => client.CallAsync(PyxproOperation.CloseOrder);

    private static async Task<HttpResponseMessage> RespondAsync(HttpRequestMessage request, CancellationToken stop)
    {
        var mchId = XmlMessageCodec.Decode(await request.Content!.ReadAsByteArrayAsync(stop))["mch_id"];
        var reply = Replies.Body(TestMerchant.SignedBy(MerchantBook.Key(mchId), TestMerchant.Good(("mch_id", mchId))));

        return await reply(request, stop);
    }

    private static string Number(int i) => string.Create(CultureInfo.InvariantCulture, $"m{i}");
}
