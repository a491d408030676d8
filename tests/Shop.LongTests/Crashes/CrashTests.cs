using System.Globalization;
using Microsoft.Extensions.Time.Testing;
using Pyxpro.Sdk;
using Pyxpro.Sdk.Testing;

namespace Shop.Tests;

/// <summary>Several shops on one database, which are killed by SIGKILL while notifications and responses are lost,
/// duplicated and reordered.</summary>
public sealed class CrashTests(PostgresServer postgres, ITestOutputHelper output) : IClassFixture<PostgresServer>
{
    private const string KillsVariable = "PYXPRO_SHOP_KILLS";
    private const string OrdersVariable = "PYXPRO_SHOP_ORDERS";
    private const int DefaultKills = 60;
    private const int DefaultOrders = 200;
    private const int MinKills = 24; // each point twice
    private const int Seed = 20260526;
    private const int Shops = 3;
    private const int Buyers = 2;
    private const int ManyBuyers = 8;
    private const string Key = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";

    private static readonly TimeSpan RunTimeout = TimeSpan.FromMinutes(20);
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task Shops_KilledAnywhere_LoseAndDoubleNothing()
    {
        var kills = Math.Max(Read(KillsVariable, DefaultKills), MinKills);
        var books = await RunAsync(
            Seed,
            percent: 5,
            Buyers,
            async (fleet, _, stop) =>
            {
                await fleet.RunAsync(kills, stop);

                fleet.KillCount.Should().BeGreaterThanOrEqualTo(kills);
                fleet.Kills.Should().HaveCount(Crash.PointCount, "they are killed at every point");
            });

        books.Refunds.Should().NotBeEmpty();
    }

    // Faults of the gateway alone. One of them processes the request and responds with a signed error.
    [Theory]
    [InlineData(1)]
    [InlineData(Seed)]
    [InlineData(-7)]
    public async Task Shops_OnABadNetwork_LoseAndDoubleNothing(int seed)
    {
        var orders = Read(OrdersVariable, DefaultOrders);
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

    /// <summary>Lets buyers use the shops during a scenario. Then waits until nothing is pending, and compares the books
    /// with what the gateway did.</summary>
    private async Task<ShopBooks> RunAsync(
        int seed, int percent, int buyerCount, Func<ShopFleet, Traffic, CancellationToken, Task> scenario)
    {
        using var timeout = new CancellationTokenSource(RunTimeout);
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        var simulator = new GatewaySimulator("100000000001", Key, clock);
        var database = await postgres.MakeAsync();
        await using var gateway = await GatewayServer.StartAsync(simulator);
        await using var fleet = new ShopFleet(Shops, gateway, _ => Settings(database, simulator));
        await fleet.MakeTablesAsync();
        using var httpClient = new HttpClient(new ToAnyShopHandler(fleet, new Random(seed)));
        simulator.Notifications.UseHttpClient(httpClient);
        simulator.Notifications.Faults.AddRandom(seed, percent: 40);
        simulator.Faults.AddRandom(seed, percent);
        var traffic = new Traffic(fleet, simulator, seed);
        var time = new GatewayTime(simulator, clock, database.Value);

        using (var stop = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token))
        {
            var buyers = traffic.RunAsync(buyerCount, stop.Token);
            var passing = time.PassAsync(stop.Token);
            try
            {
                await scenario(fleet, traffic, timeout.Token);
            }
            catch (OperationCanceledException) when (timeout.IsCancellationRequested)
            {
                throw new TimeoutException(
                    $"The scenario did not end within {RunTimeout}. By then: {Describe(fleet)}, "
                    + $"{traffic.Orders.Count} orders, {simulator.Log.Count} calls, "
                    + $"{simulator.Notifications.Deliveries.Count} deliveries.");
            }
            finally
            {
                await stop.CancelAsync();
                await Task.WhenAll(buyers, passing);
            }
        }

        simulator.Notifications.Faults.Clear();
        simulator.Faults.Clear();
        simulator.FinalRefundStatus = RefundStatus.Success;
        await fleet.CalmDownAsync();
        var books = await SettleAsync(database.Value, simulator, time);

        output.WriteLine(Describe(fleet));
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

    private static string Describe(ShopFleet fleet) =>
        $"{fleet.KillCount} kills: {string.Join(", ", fleet.Kills.OrderBy(kill => kill.Key))}";

    private static int Read(string variable, int defaultValue) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value)
            ? value
            : defaultValue;

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
        new("Shop:ClaimFor", "00:00:09"), // the claims of a shop that is killed end after that
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
    /// <exception cref="TimeoutException">Something is still pending.</exception>
    private static async Task<ShopBooks> SettleAsync(string connection, GatewaySimulator simulator, GatewayTime time)
    {
        using var timeout = new CancellationTokenSource(SettleTimeout);
        using var stop = new CancellationTokenSource();
        var passing = time.PassAsync(stop.Token);
        ShopBooks books;
        IReadOnlyList<string> pending;
        do
        {
            await Task.Delay(200, CancellationToken.None);
            books = await ShopBooks.ReadAsync(connection);
            pending = FindPending(books, simulator);
        }
        while (pending.Count > 0 && !timeout.IsCancellationRequested);

        await stop.CancelAsync();
        await passing;

        return pending.Count == 0
            ? books
            : throw new TimeoutException(
                $"Of {books.Orders.Count} orders and {books.Refunds.Count} refunds, {pending.Count} are still pending "
                + $"after {SettleTimeout}: {string.Join(", ", pending.Take(10))}.");
    }

    private static IReadOnlyList<string> FindPending(ShopBooks books, GatewaySimulator simulator) =>
    [
        .. simulator.Notifications.NextDueAt is { } due ? [$"a notification due at {due:O}"] : Array.Empty<string>(),
        .. books.Refunds.Values
            .Where(refund => refund.State is RefundState.Requested or RefundState.Accepted)
            .Select(refund => $"refund {refund.OutRefundNo} ({refund.State})"),
        .. books.Orders.Values
            .Where(order => order.State == OrderState.Closing
                || order is { State: OrderState.Paid, IsConfirmed: false }
                || (order.State == OrderState.Unpaid
                    && (order.CodeUrl is null || simulator.FindOrder(order.OutTradeNo)?.Payments.Count > 0)))
            .Select(order => $"order {order.OutTradeNo} ({order.State})"),
    ];

    /// <summary>Sends each notification to one of the shops that are up.</summary>
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
