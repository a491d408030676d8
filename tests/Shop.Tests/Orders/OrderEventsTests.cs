using System.Net;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Tests;

/// <summary>The event streams of open pages, and the queries they cost.</summary>
public sealed class OrderEventsTests(SqliteFiles database) : IClassFixture<SqliteFiles>
{
    [Fact]
    public async Task Events_OfAnOrder_TellWhatChanges_AndEndWithIt()
    {
        await using var shop = await TestShop.StartAsync(database);
        var order = await shop.Visit().BuyAsync();
        using var client = shop.CreateClient();
        using var page = await OpenAsync(shop, client, order);
        var first = await ReadAsync(shop, page.ReadLineAsync());
        shop.Gateway.Buyer.Pay(order);
        await shop.DeliverAsync();

        var rest = await ReadAsync(shop, page.ReadToEndAsync());

        first.Should().Be("data: Unpaid.code");
        rest.Should().Be("\ndata: Paid.code\n\nevent: end\ndata: Nothing is pending.\n\n");
    }

    [Fact]
    public async Task Events_WhileARefundIsPending_GoOn()
    {
        await using var shop = await TestShop.StartAsync(database);
        var visitor = shop.Visit();
        var order = await visitor.BuyAsync();
        shop.Gateway.Buyer.Pay(order);
        await shop.DeliverAsync();
        await visitor.RefundAsync(order, "1.00");
        using var client = shop.CreateClient();
        using var page = await OpenAsync(shop, client, order);
        var first = await ReadAsync(shop, page.ReadLineAsync());
        await shop.PassAsync(TimeSpan.FromMinutes(5));

        var rest = await ReadAsync(shop, page.ReadToEndAsync());

        first.Should().Be("data: Paid.code.Accepted");
        rest.Should().Be("\ndata: Paid.code.Done\n\nevent: end\ndata: Nothing is pending.\n\n");
    }

    [Fact]
    public async Task Events_OfNoOrder_End()
    {
        await using var shop = await TestShop.StartAsync(database);
        using var client = shop.CreateClient();

        var page = await ReadAsync(shop, client.GetStringAsync(EventsOf(Number.Make())));

        page.Should().BeEmpty();
    }

    [Fact]
    public async Task Events_OfManyPages_AreReadTogether()
    {
        await using var shop = await TestShop.StartAsync(database);
        var order = await shop.Visit().BuyAsync();
        var watch = shop.Services.GetRequiredService<OrderWatch>();
        await using var nobody = new Watchers(watch, order, 0);
        var idle = await CountAsync(shop, watch);
        await using var many = new Watchers(watch, order, 300);

        var busy = await CountAsync(shop, watch);

        (idle, busy).Should().Be((0, 2));
    }

    [Fact]
    public async Task Events_TooManyOfOneClient_AreRefused_AndOthersAreNot()
    {
        await using var shop = await TestShop.StartAsync(
            database, new("Shop:StreamsPerClient", "3"), new("Shop:Streams", "5"));
        var order = await shop.Visit().BuyAsync();
        using var first = shop.CreateClient("192.0.2.1");
        using var second = shop.CreateClient("2001:db8:0:1::1");
        using var neighbour = shop.CreateClient("2001:db8:0:1:ffff::2");
        using var third = shop.CreateClient("192.0.2.3");

        var pages = new List<StreamReader>();
        foreach (var client in new[] { first, first, first, second, second })
        {
            pages.Add(await OpenAsync(shop, client, order));
        }

        var refused = await FindStatusAsync(first, order);
        var refusedInAll = new[] { await FindStatusAsync(neighbour, order), await FindStatusAsync(third, order) };
        shop.Gateway.Buyer.Pay(order);
        await shop.DeliverAsync();
        var told = await ReadAsync(shop, Task.WhenAll(pages.Select(page => page.ReadToEndAsync())));
        var freed = await FindStatusAsync(first, order, shop);

        refused.Should().Be(HttpStatusCode.TooManyRequests);
        refusedInAll.Should().AllBeEquivalentTo(HttpStatusCode.TooManyRequests);
        told.Should().AllSatisfy(page => page.Should().Contain("Paid.code"));
        freed.Should().Be(HttpStatusCode.OK);
        pages.ForEach(page => page.Dispose());
    }

    private static Uri EventsOf(string order) => new($"/orders/{order}/events", UriKind.Relative);

    private static async Task<HttpStatusCode> FindStatusAsync(HttpClient client, string order, TestShop? shop = null)
    {
        var connecting = client.GetAsync(EventsOf(order));
        if (shop is not null)
        {
            await shop.PassUntilAsync(async () => await ReadAsync(shop) && connecting.IsCompleted);
        }

        await Task.WhenAny(connecting, Task.Delay(TimeSpan.FromMinutes(1)));
        connecting.IsCompleted.Should().BeTrue("the stream of {0} is rejected, or ends, within a minute", order);
        using var response = await connecting;

        return response.StatusCode;
    }

    private static async Task<StreamReader> OpenAsync(TestShop shop, HttpClient client, string order) =>
        new(await ReadAsync(shop, client.GetStreamAsync(EventsOf(order))));

    private static async Task<T> ReadAsync<T>(TestShop shop, Task<T> reading)
    {
        await shop.PassUntilAsync(async () => await ReadAsync(shop) && reading.IsCompleted);

        return await reading;
    }

    private static async Task<bool> ReadAsync(TestShop shop)
    {
        await shop.Services.GetRequiredService<OrderWatch>().ReadOnceAsync(CancellationToken.None);

        return true;
    }

    private static async Task<int> CountAsync(TestShop shop, OrderWatch watch)
    {
        var before = shop.Statements.Count;
        await watch.ReadOnceAsync(CancellationToken.None);

        return shop.Statements.Count - before;
    }

    /// <summary>Pages that are open.</summary>
    private sealed class Watchers : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly List<IAsyncEnumerator<OrderSnapshot>> _pages;
        private readonly List<Task<bool>> _next;

        public Watchers(OrderWatch watch, string order, int count)
        {
            _pages = [.. Enumerable.Range(0, count).Select(_ => watch.WatchAsync(order, _end.Token).GetAsyncEnumerator())];
            _next = [.. _pages.Select(page => page.MoveNextAsync().AsTask())];
        }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await Task.WhenAll(_next);
            foreach (var page in _pages)
            {
                await page.DisposeAsync();
            }

            _end.Dispose();
        }
    }
}
