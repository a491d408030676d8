using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Pyxpro.Sdk;
using Pyxpro.Sdk.Testing;

namespace Shop.Tests;

/// <summary>Several shops on one database, which die by SIGKILL while notifications and answers are lost, doubled and
/// overtaken.</summary>
public sealed class CrashTests(PostgresServer postgres, ITestOutputHelper output) : IClassFixture<PostgresServer>
{
    private const string KillsVariable = "PYXPRO_SHOP_KILLS";
    private const string OrdersVariable = "PYXPRO_SHOP_ORDERS";
    private const int UsualKills = 60;
    private const int UsualOrders = 200;
    private const int FewestKills = 24; // each point twice
    private const int Seed = 20260526;
    private const int Shops = 3;
    private const int Buyers = 2;
    private const int ManyBuyers = 8;
    private const string Key = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan SettlePatience = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Shops_KilledAnywhere_LoseAndDoubleNothing()
    {
        var kills = Math.Max(Read(KillsVariable, UsualKills), FewestKills);
        var books = await RunAsync(
            Seed,
            percent: 5,
            Buyers,
            async (fleet, _, stop) =>
            {
                await fleet.RunAsync(kills, stop);

                fleet.KillCount.Should().BeGreaterThanOrEqualTo(kills);
                fleet.Kills.Should().HaveCount(Enum.GetValues<CrashPoint>().Length, "they die at every point");
            });

        books.Refunds.Should().NotBeEmpty();
    }

    // The faults of the gateway alone, among them the one that acts and answers with a signed error.
    [Theory]
    [InlineData(1)]
    [InlineData(Seed)]
    [InlineData(-7)]
    public async Task Shops_OnABadNetwork_LoseAndDoubleNothing(int seed)
    {
        var orders = Read(OrdersVariable, UsualOrders);
        var books = await RunAsync(
            seed,
            percent: 20,
            ManyBuyers,
            async (fleet, traffic, stop) =>
            {
                await fleet.CalmDownAsync();
                while (traffic.Orders.Count < orders)
                {
                    await Task.Delay(50, stop);
                }
            });

        books.Orders.Count.Should().BeGreaterThanOrEqualTo(orders / 2, "some were asked for, and never stored");
    }

    /// <summary>Lets buyers buy at the shops while something happens to these, and compares the books with what the
    /// gateway really did, when everything has come to rest.</summary>
    private async Task<ShopBooks> RunAsync(
        int seed, int percent, int buyerCount, Func<ShopFleet, Traffic, CancellationToken, Task> happen)
    {
        using var end = new CancellationTokenSource(Patience);
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var simulator = new GatewaySimulator("100000000001", Key, clock);
        var database = await postgres.MakeAsync();
        await using var gateway = await GatewayServer.StartAsync(simulator);
        await using var fleet = new ShopFleet(Shops, gateway, _ => Settings(database, simulator));
        await fleet.MakeTablesAsync();
        using var post = new HttpClient(new ToAnyShopHandler(fleet, new Random(seed)));
        simulator.Notifications.UseHttpClient(post);
        simulator.Notifications.Faults.AddRandom(seed, percent: 40);
        simulator.Faults.AddRandom(seed, percent);
        var traffic = new Traffic(fleet, simulator, seed);
        var time = new GatewayTime(simulator, clock, database.Value);

        using (var rush = CancellationTokenSource.CreateLinkedTokenSource(end.Token))
        {
            var buyers = traffic.RunAsync(buyerCount, rush.Token);
            var passing = time.PassAsync(rush.Token);
            try
            {
                await happen(fleet, traffic, end.Token);
            }
            finally
            {
                await rush.CancelAsync();
                await Task.WhenAll(buyers, passing);
            }
        }

        simulator.Notifications.Faults.Clear();
        simulator.Faults.Clear();
        simulator.FinalRefundStatus = RefundStatus.Success;
        await fleet.CalmDownAsync();
        var books = await SettleAsync(database.Value, simulator, time);

        output.WriteLine($"{fleet.KillCount} kills: {string.Join(", ", fleet.Kills.OrderBy(kill => kill.Key))}");
        output.WriteLine(
            $"{traffic.Orders.Count} orders, {books.Shipments.Count} shipments, {books.Refunds.Count} refunds, "
            + $"{books.Attention.Count} on the attention list, {simulator.Notifications.Deliveries.Count} deliveries, "
            + $"{simulator.Log.Count(entry => entry.Fault is not null)} faults of calls, "
            + $"{simulator.Log.Count(entry => entry.Fault?.Kind == CallFaultKind.SignedError)} of them signed errors");
        books.Shipments.Should().NotBeEmpty();
        time.AcknowledgedTooEarly.Should().BeEmpty();
        new Invariants(books, simulator, traffic.Orders).FindViolations().Should().BeEmpty();

        return books;
    }

    private static int Read(string variable, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var set)
            ? set
            : usual;

    private static IEnumerable<KeyValuePair<string, string>> Settings(
        KeyValuePair<string, string> database, GatewaySimulator simulator) =>
    [
        database,
        new("Pyxpro:MchId", simulator.CreateOptions().MchId),
        new("Pyxpro:Key", Key),
        new("Pyxpro:NotifyUrl", "http://127.0.0.1/pyxpro/notify"),
        new("Pyxpro:MchCreateIp", "127.0.0.1"),
        new("Pyxpro:OpUserId", "cashier"),
        new("Pyxpro:RetryDelay", "00:00:00.05"),
        new("Pyxpro:AttemptTimeout", "00:00:02"),
        new("Pyxpro:TotalTimeout", "00:00:04"),
        new("Shop:ClaimFor", "00:00:09"), // a shop that dies holds up what it had claimed for so long
        new("Shop:OrdersAMinutePerClient", "1000000"),
        new("Shop:OrdersAMinute", "1000000"),
        new("Shop:PayWithin", "1.00:00:00"),
        new("Shop:CancelAfter", "00:00:00"),
        new("Shop:UncertainFor", "00:00:10"),
        new("Shop:ReconcileEvery", "00:00:00.1"),
        new("Shop:FirstCheckAfter", "00:00:00.2"),
        new("Shop:MaxCheckAfter", "00:00:03"),
    ];

    /// <summary>Waits until nothing is pending: no refund, no close, no payment that the shops do not know.</summary>
    private static async Task<ShopBooks> SettleAsync(string connection, GatewaySimulator simulator, GatewayTime time)
    {
        using var patience = new CancellationTokenSource(SettlePatience);
        using var settled = new CancellationTokenSource();
        var passing = time.PassAsync(settled.Token);
        ShopBooks books;
        do
        {
            await Task.Delay(200, CancellationToken.None);
            books = await ShopBooks.ReadAsync(connection);
        }
        while (IsPending(books, simulator) && !patience.IsCancellationRequested);

        await settled.CancelAsync();
        await passing;

        return books;
    }

    private static bool IsPending(ShopBooks books, GatewaySimulator simulator) =>
        simulator.Notifications.NextDueAt is not null
        || books.Refunds.Values.Any(refund => refund.State is RefundState.Requested or RefundState.Accepted)
        || books.Orders.Values.Any(order => order.State == OrderState.Closing
            || order is { State: OrderState.Paid, IsConfirmed: false }
            || (order.State == OrderState.Unpaid
                && (order.CodeUrl is null || simulator.FindOrder(order.OutTradeNo)?.Payments.Count > 0)));

    /// <summary>Brings each notification to whichever shop is up.</summary>
    private sealed class ToAnyShopHandler(ShopFleet fleet, Random random) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            int draw;
            lock (random)
            {
                draw = random.Next();
            }

            request.RequestUri = fleet.FindLiving(draw) is { } address
                ? new Uri(address, "/pyxpro/notify")
                : throw new HttpRequestException(HttpRequestError.ConnectionError, "No shop is up.");

            return base.SendAsync(request, cancellationToken);
        }
    }
}
