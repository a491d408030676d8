using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;

namespace Shop.Tests;

/// <summary>The reconciler: nothing ends it, nothing starves, and no two send the same.</summary>
public abstract class ReconcilerTests(ITestDatabase database)
{
    private const string QueryService = "unified.trade.query";
    private const string CreateService = "pay.alipay.native.intl";
    private const string CloseService = "unified.trade.close";

    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(6);

    public static TheoryData<Exception> Surprises =>
    [
        new InvalidOperationException("transient"),
        new IOException("broken"),
        new SocketException((int)SocketError.ConnectionReset),
        new TimeoutException("slow"),
        new ObjectDisposedException("connection"),
        new ArgumentException("forgotten"),
        new OperationCanceledException("not by us"),
    ];

    [Theory]
    [MemberData(nameof(Surprises), DisableDiscoveryEnumeration = true)]
    public async Task Check_FailsUnexpectedly_IsSetAside_AndTheOthersGoOn(Exception surprise)
    {
        await using var shop = await TestShop.StartAsync(
            database, KeyValuePair.Create("Shop:ReconcileAtOnce", "1"));
        var orders = new[] { await shop.Visit().BuyAsync(), await shop.Visit().BuyAsync() };
        foreach (var order in orders)
        {
            shop.Gateway.Buyer.Pay(order);
        }

        shop.Time.Advance(Moment);
        shop.BeforeSaving = FailOnce(surprise);
        await shop.PassAsync(TimeSpan.Zero);
        var first = await ReadAsync(shop, orders);
        await shop.PassAsync(TimeSpan.FromMinutes(1));

        first.Should().ContainSingle(order => order.State == OrderState.Paid);
        first.Should().ContainSingle(order => order.State == OrderState.Unpaid)
            .Which.NextCheckAt.Should().Be(shop.Time.GetUtcNow() - TimeSpan.FromSeconds(50));
        (await ReadAsync(shop, orders)).Should().OnlyContain(order => order.State == OrderState.Paid);
    }

    [Fact]
    public async Task Reconciler_SettingsBrokenByAReload_GoesOnWhenTheyAreMended()
    {
        await using var shop = await TestShop.StartAsync(database);
        var reconciler = shop.Services.GetRequiredService<Reconciler>();
        var order = await shop.Visit().BuyAsync();
        shop.Gateway.Buyer.Pay(order);
        shop.Change(options => options.Key = "");
        await reconciler.StartAsync(CancellationToken.None);

        await shop.PassUntilAsync(async () => (await shop.FindOrderAsync(order)).Checks > 1);
        var broken = await shop.FindOrderAsync(order);
        var whileBroken = await shop.Visit().BuyAsync();
        shop.Change(_ => { });
        await shop.PassUntilAsync(async () => (await shop.FindOrderAsync(order)).State == OrderState.Paid
            && (await shop.FindOrderAsync(whileBroken)).CodeUrl is not null);

        broken.State.Should().Be(OrderState.Unpaid);
        reconciler.ExecuteTask!.IsCompleted.Should().BeFalse();
        await reconciler.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Reconciler_OneThatIsSlow_HoldsUpNoOther()
    {
        await using var shop = await TestShop.StartAsync(database);
        var reconciler = shop.Services.GetRequiredService<Reconciler>();
        await shop.StoreDueOrdersAsync(1);
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var response = new TaskCompletionSource();
        shop.Wire = async (service, send) =>
        {
            if (service == QueryService && asked.TrySetResult())
            {
                await response.Task;
            }

            return await send();
        };
        await reconciler.StartAsync(CancellationToken.None);
        await asked.Task;

        var order = await shop.Visit().BuyAsync();
        shop.Gateway.Buyer.Pay(order);
        await shop.PassUntilAsync(async () => (await shop.FindOrderAsync(order)).State == OrderState.Paid);

        response.SetResult();
        await reconciler.StopAsync(CancellationToken.None);
        reconciler.ExecuteTask!.IsCompletedSuccessfully.Should().BeTrue();
    }

    [Fact]
    public async Task Reconciler_ManyOrdersAreDue_DoesNotLetARefundWait()
    {
        await using var shop = await TestShop.StartAsync(
            database, KeyValuePair.Create("Shop:ReconcileAtOnce", "1"));
        var visitor = shop.Visit();
        var order = await visitor.BuyAsync();
        shop.Gateway.Buyer.Pay(order);
        await shop.DeliverAsync();
        await visitor.RefundAsync(order, "1.00");
        await shop.StoreDueOrdersAsync(20);
        var services = new List<string>();
        shop.Wire = (service, send) =>
        {
            services.Add(service);

            return send();
        };

        await shop.PassAsync(Moment);

        services.Take(3).Should().Contain("unified.trade.refundquery");
        services.Should().HaveCountGreaterThan(20);
    }

    [Fact]
    public async Task Checkout_UnderWay_IsNotSentAgain()
    {
        await using var shop = await TestShop.StartAsync(database);
        var held = new HeldCall(shop, CreateService);

        var buying = shop.Visit().BuyAsync();
        await held.Sent;
        await shop.PassAsync(Moment);
        var meanwhile = held.Others;
        held.Arrive();
        var order = await buying;

        meanwhile.Should().BeEmpty();
        (await shop.FindOrderAsync(order)).CodeUrl.Should().Be(shop.Gateway.FindOrder(order)!.CodeUrl);
    }

    [Fact]
    public async Task Close_UnderWay_IsNotSentAgain()
    {
        await using var shop = await TestShop.StartAsync(
            database, KeyValuePair.Create("Shop:MaxCheckAfter", "00:00:05"));
        var visitor = shop.Visit();
        var order = await visitor.BuyAsync();
        await visitor.CancelAsync(order);
        var held = new HeldCall(shop, CloseService);

        var closing = shop.PassAsync(TimeSpan.FromMinutes(5));
        await held.Sent;
        await shop.PassAsync(Moment);
        var meanwhile = held.Others;
        held.Arrive();
        await closing;

        meanwhile.Should().BeEmpty();
        (await shop.FindOrderAsync(order)).State.Should().Be(OrderState.Closed);
    }

    [Fact]
    public async Task Claim_OfAProcessThatDied_EndsByItself()
    {
        await using var shop = await TestShop.StartAsync(database);
        await shop.StoreDueOrdersAsync(1);

        var first = await TakeAsync(shop);
        var early = await TakeAsync(shop);
        shop.Time.Advance(TimeSpan.FromSeconds(90));
        var late = await TakeAsync(shop);

        (first, early).Should().Match<(Order? First, Order? Early)>(pair => pair.First != null && pair.Early == null);
        late!.OutTradeNo.Should().Be(first!.OutTradeNo);
        late.Checks.Should().Be(2);
    }

    [Fact]
    public async Task Claims_ManyAtOnce_AreOfDifferentOrders()
    {
        await using var shop = await TestShop.StartAsync(database);
        await shop.StoreDueOrdersAsync(40);

        var taken = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => TakeAsync(shop)));

        taken.OfType<Order>().Select(order => order.OutTradeNo).Should().HaveCount(40).And.OnlyHaveUniqueItems();
    }

    private static async Task<Order?> TakeAsync(TestShop shop)
    {
        await using var scope = shop.Services.CreateAsyncScope();

        return await scope.ServiceProvider.GetRequiredService<DueWork>().TakeOrderAsync(CancellationToken.None);
    }

    private static async Task<Order[]> ReadAsync(TestShop shop, IEnumerable<string> orders) =>
        await Task.WhenAll(orders.Select(shop.FindOrderAsync));

    private static Action FailOnce(Exception exception)
    {
        var hasFailed = 0;

        return () =>
        {
            if (Interlocked.Exchange(ref hasFailed, 1) == 0)
            {
                throw exception;
            }
        };
    }

    /// <summary>Delays the first call of a service, and records the calls after it.</summary>
    private sealed class HeldCall
    {
        private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(1);

        private readonly TestShop _shop;
        private readonly string _service;
        private readonly TaskCompletionSource _sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _arrive = new();
        private readonly List<string> _others = [];

        public HeldCall(TestShop shop, string held)
        {
            _shop = shop;
            _service = held;
            shop.Wire = SendAsync;
        }

        public Task Sent => WaitAsync();

        /// <summary>Gets the services of the calls after it.</summary>
        public string[] Others => [.. _others];

        public void Arrive() => _arrive.SetResult();

        private async Task<HttpResponseMessage> SendAsync(string service, Func<Task<HttpResponseMessage>> send)
        {
            if (service == _service && _sent.TrySetResult())
            {
                await _arrive.Task;
            }
            else if (_sent.Task.IsCompleted)
            {
                _others.Add(service);
            }

            return await send();
        }

        private async Task WaitAsync()
        {
            await Task.WhenAny(_sent.Task, Task.Delay(Timeout));
            _sent.Task.IsCompleted.Should().BeTrue(
                "{0} is sent within {1}; by then the shop had sent {2} requests", _service, Timeout, _shop.Calls);
        }
    }
}
