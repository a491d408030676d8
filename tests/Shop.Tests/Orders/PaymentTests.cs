using Pyxpro.Sdk;
using Pyxpro.Sdk.Testing;

namespace Shop.Tests;

/// <summary>How payments reach orders.</summary>
public abstract class PaymentTests(ITestDatabase database)
{
    private static readonly TimeSpan Moment = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Buy_ShowsACode_AndWaitsForThePayment()
    {
        await using var shop = await TestShop.StartAsync(database);
        var visitor = shop.Visit();

        var order = await visitor.BuyAsync();

        (await visitor.ReadAsync(order)).Should().Contain("Waiting for your payment").And.Contain("id=\"qr\"");
        (await shop.FindOrderAsync(order)).CodeUrl.Should().Be(shop.Gateway.FindOrder(order)!.CodeUrl);
    }

    [Fact]
    public async Task Buy_GatewayDown_StoresTheOrder_AndTheReconcilerGetsItsCode()
    {
        await using var shop = await TestShop.StartAsync(database);
        var visitor = shop.Visit();
        shop.Gateway.IsReachable = false;

        var order = await visitor.BuyAsync();
        var before = await visitor.ReadAsync(order);
        await shop.PassAsync(Moment);
        shop.Gateway.IsReachable = true;
        await shop.PassAsync(TimeSpan.FromMinutes(1));

        before.Should().Contain("Waiting for the QR code").And.NotContain("id=\"qr\"");
        (await visitor.ReadAsync(order)).Should().Contain("Waiting for your payment").And.Contain("id=\"qr\"");
    }

    [Fact]
    public async Task Buy_ResponseLost_MakesOneOrderAtTheGateway_AndTheReconcilerGetsItsCode()
    {
        await using var shop = await TestShop.StartAsync(database);
        shop.Gateway.Faults.Add(PyxproOperation.CreateNativeOrder, CallFault.ResponseLost);

        var order = await shop.Visit().BuyAsync();
        var before = await shop.FindOrderAsync(order);
        await shop.PassAsync(Moment);

        before.CodeUrl.Should().BeNull();
        (await shop.FindOrderAsync(order)).CodeUrl.Should().Be(shop.Gateway.FindOrder(order)!.CodeUrl);
        shop.Gateway.Log.Count(entry => entry.Event == GatewayEvent.OrderCreated).Should().Be(1);
    }

    [Fact]
    public async Task Buy_FormSentTwice_MakesOneOrder()
    {
        await using var shop = await TestShop.StartAsync(database);
        var visitor = shop.Visit();
        var order = await visitor.BuyAsync();

        await visitor.PostAsync("/", new() { ["product"] = "oolong", ["outTradeNo"] = order });

        shop.Gateway.Log.Count(entry => entry.Event == GatewayEvent.OrderCreated).Should().Be(1);
        (await shop.FindOrderAsync(order)).State.Should().Be(OrderState.Unpaid);
    }

    [Fact]
    public async Task Notification_Genuine_MarksPaidAndShipsOnce()
    {
        await using var shop = await TestShop.StartAsync(database);
        var visitor = shop.Visit();
        var order = await visitor.BuyAsync();
        shop.Gateway.Buyer.Pay(order);

        var deliveries = await shop.DeliverAsync();

        deliveries.Should().ContainSingle().Which.Result.Should().Be(DeliveryResult.Acknowledged);
        await ShouldBePaidOnceAsync(shop, order);
        (await visitor.ReadAsync(order)).Should().Contain("Thank you");
    }

    [Fact]
    public async Task Notification_64AtOnce_ShipsOnce()
    {
        await using var shop = await TestShop.StartAsync(database);
        var order = await shop.Visit().BuyAsync();
        shop.Gateway.Notifications.Faults.Add(NotificationFault.Duplicated with { Times = 64 });
        shop.Gateway.Buyer.Pay(order);

        var deliveries = await shop.DeliverAsync();

        deliveries.Should().HaveCount(64).And.OnlyContain(delivery => delivery.Result == DeliveryResult.Acknowledged);
        await ShouldBePaidOnceAsync(shop, order);
    }

    [Fact]
    public async Task Notification_Forged_ChangesNothing()
    {
        await using var shop = await TestShop.StartAsync(database);
        var order = await shop.Visit().BuyAsync();

        var response = await shop.PostAsync(Notify(shop, order).ToWronglySignedBytes());

        response.Should().Be("fail");
        (await shop.FindOrderAsync(order)).State.Should().Be(OrderState.Unpaid);
        (await shop.FindAttentionAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Notification_OfAFailedPayment_LeavesTheOrderUnpaid_AndItCanBePaid()
    {
        await using var shop = await TestShop.StartAsync(database);
        var order = await shop.Visit().BuyAsync();
        shop.Gateway.Buyer.FailPayment(order);
        await shop.DeliverAsync();
        var failed = await shop.FindOrderAsync(order);

        shop.Gateway.Buyer.Pay(order);
        await shop.DeliverAsync();

        failed.State.Should().Be(OrderState.Unpaid);
        await ShouldBePaidOnceAsync(shop, order);
    }

    [Fact]
    public async Task Notification_Lost_IsFoundByTheReconciler()
    {
        await using var shop = await TestShop.StartAsync(database);
        var order = await shop.Visit().BuyAsync();
        shop.Gateway.Buyer.Pay(order);

        await shop.PassAsync(Moment);

        await ShouldBePaidOnceAsync(shop, order);
    }

    [Fact]
    public async Task Notification_AfterTheReconciler_ChangesNothing()
    {
        await using var shop = await TestShop.StartAsync(database);
        var order = await shop.Visit().BuyAsync();
        shop.Gateway.Buyer.Pay(order);
        await shop.PassAsync(Moment);

        var deliveries = await shop.DeliverAsync();

        deliveries.Should().OnlyContain(delivery => delivery.Result == DeliveryResult.Acknowledged);
        await ShouldBePaidOnceAsync(shop, order);
    }

    [Fact]
    public async Task Notification_DatabaseHangs_IsNotAcknowledged_AndHandledLater()
    {
        await using var shop = await TestShop.StartAsync(database);
        var order = await shop.Visit().BuyAsync();
        shop.Gateway.Buyer.Pay(order);

        IReadOnlyList<NotificationDelivery> early;
        await using (await shop.HoldAsync(order))
        {
            var delivering = shop.DeliverAsync();
            while (!delivering.IsCompleted)
            {
                shop.Time.Advance(TimeSpan.FromSeconds(1));
                await Task.WhenAny(delivering, Task.Delay(10));
            }

            early = await delivering;
        }

        shop.Time.Advance(TimeSpan.FromMinutes(1));
        var late = await shop.DeliverAsync();

        early.Should().NotBeEmpty()
            .And.NotContain(delivery => delivery.Result == DeliveryResult.Acknowledged);
        late.Should().ContainSingle().Which.Result.Should().Be(DeliveryResult.Acknowledged);
        await ShouldBePaidOnceAsync(shop, order);
    }

    [Fact]
    public async Task Notification_OfASecondPayment_IsOnTheAttentionListOnce()
    {
        await using var shop = await TestShop.StartAsync(database);
        var order = await shop.Visit().BuyAsync();
        shop.Gateway.Buyer.Pay(order);
        await shop.DeliverAsync();
        shop.Gateway.Notifications.Faults.Add(NotificationFault.Duplicated with { Times = 16 });
        shop.Gateway.Buyer.PayAgain(order);

        var deliveries = await shop.DeliverAsync();

        deliveries.Should().OnlyContain(delivery => delivery.Result == DeliveryResult.Acknowledged);
        (await shop.CountShipmentsAsync()).Should().Be(1);
        var entry = (await shop.FindAttentionAsync()).Should().ContainSingle().Subject;
        entry.Kind.Should().Be(AttentionKind.SecondPayment);
        entry.Reference.Should().Be(shop.Gateway.FindOrder(order)!.Payments[1].TransactionId);
        (await shop.FindOrderAsync(order)).TransactionId.Should().Be(shop.Gateway.FindOrder(order)!.TransactionId);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Notification_OfASecondPaymentOnly_TheFirstIsFoundByTheReconciler(bool isRefunded)
    {
        await using var shop = await TestShop.StartAsync(database);
        var order = await shop.Visit().BuyAsync();
        shop.Gateway.Buyer.Pay(order);
        var second = shop.Gateway.Buyer.PayAgain(order);

        var response = await shop.PostAsync(second);
        if (isRefunded)
        {
            await RefundElsewhereAsync(shop, order);
        }

        await shop.PassAsync(Moment);
        await shop.PassAsync(Moment);

        response.Should().Be("success");
        (await shop.CountShipmentsAsync()).Should().Be(1);
        (await shop.FindOrderAsync(order)).TransactionId.Should()
            .Be(shop.Gateway.FindOrder(order)!.Payments[1].TransactionId);
        var entry = (await shop.FindAttentionAsync()).Should().ContainSingle().Subject;
        entry.Kind.Should().Be(AttentionKind.SecondPayment);
        entry.Reference.Should().Be(shop.Gateway.FindOrder(order)!.TransactionId);
        CountQueries(shop).Should().Be(1, "it asks once");
    }

    [Fact]
    public async Task Notification_OfAPaymentThatTheGatewayForgets_APersonIsTold()
    {
        await using var shop = await TestShop.StartAsync(database);
        var order = await shop.Visit().BuyAsync();
        await shop.PostAsync(shop.Gateway.Buyer.Pay(order));
        var notFound = SampleResponse.Error(shop.Gateway.CreateOptions(), PyxproErrorCode.OrderNotExists);
        shop.Wire = (_, _) => Task.FromResult(new HttpResponseMessage
        {
            Content = new ByteArrayContent(notFound.ToBytes()),
        });

        await shop.PassAsync(Moment);
        var early = await shop.FindAttentionAsync();
        await shop.PassAsync(TimeSpan.FromDays(1));

        early.Should().BeEmpty();
        (await shop.FindAttentionAsync()).Should().ContainSingle().Which.Kind.Should().Be(AttentionKind.LostByGateway);
        (await shop.FindOrderAsync(order)).State.Should().Be(OrderState.Paid);
    }

    [Fact]
    public async Task Notification_OfAnotherAmount_PutsTheOrderOnHold()
    {
        await using var shop = await TestShop.StartAsync(database);
        var visitor = shop.Visit();
        var order = await visitor.BuyAsync();

        var response = await shop.PostAsync(Notify(shop, order).With("total_fee", "1").ToBytes());

        response.Should().Be("success");
        (await shop.FindOrderAsync(order)).State.Should().Be(OrderState.OnHold);
        (await shop.CountShipmentsAsync()).Should().Be(0);
        (await shop.FindAttentionAsync()).Should().ContainSingle().Which.Kind.Should().Be(AttentionKind.Mismatch);
        (await visitor.ReadAsync(order)).Should().Contain("On hold");
    }

    [Fact]
    public async Task Notification_OfAnotherCurrency_PutsTheOrderOnHold()
    {
        await using var shop = await TestShop.StartAsync(database);
        var order = await shop.Visit().BuyAsync();

        await shop.PostAsync(Notify(shop, order).With("fee_type", "JPY").ToBytes());

        (await shop.FindOrderAsync(order)).State.Should().Be(OrderState.OnHold);
        (await shop.CountShipmentsAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Notification_OfAnUnknownOrder_IsOnTheAttentionList()
    {
        await using var shop = await TestShop.StartAsync(database);

        var response = await shop.PostAsync(
            new SampleNotification(shop.Gateway.CreateOptions(), "nobody", 6800).ToBytes());

        response.Should().Be("success");
        (await shop.FindAttentionAsync()).Should().ContainSingle()
            .Which.Kind.Should().Be(AttentionKind.UnknownOrder);
        (await shop.CountShipmentsAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Cancel_BeforeFiveMinutes_WaitsAndSaysSo_AndThenCloses()
    {
        await using var shop = await TestShop.StartAsync(database);
        var visitor = shop.Visit();
        var order = await visitor.BuyAsync();

        await visitor.CancelAsync(order);
        var waiting = await visitor.ReadAsync(order);
        await shop.PassAsync(TimeSpan.FromMinutes(4));
        var early = await shop.FindOrderAsync(order);
        await shop.PassAsync(TimeSpan.FromMinutes(1));

        waiting.Should().Contain("Waiting for the cancellation").And.Contain("20:05:00 (GMT&#x2B;8)");
        early.State.Should().Be(OrderState.Closing);
        shop.Gateway.Log.Where(entry => entry.Operation == PyxproOperation.CloseOrder).Should()
            .ContainSingle().Which.Event.Should().Be(GatewayEvent.OrderClosed);
        (await shop.FindOrderAsync(order)).State.Should().Be(OrderState.Closed);
        (await visitor.ReadAsync(order)).Should().Contain("Cancelled");
    }

    [Fact]
    public async Task Cancel_ThenPaidBeforeTheGatewayCloses_PaidWins()
    {
        await using var shop = await TestShop.StartAsync(database);
        var visitor = shop.Visit();
        var order = await visitor.BuyAsync();
        await visitor.CancelAsync(order);
        shop.Gateway.Buyer.Pay(order);

        await shop.PassAsync(TimeSpan.FromMinutes(5));
        await shop.DeliverAsync();

        await ShouldBePaidOnceAsync(shop, order);
    }

    [Fact]
    public async Task Cancel_ResponseOfTheCloseLost_IsFoundClosed()
    {
        await using var shop = await TestShop.StartAsync(database);
        var visitor = shop.Visit();
        var order = await visitor.BuyAsync();
        await visitor.CancelAsync(order);
        shop.Gateway.Faults.Add(PyxproOperation.CloseOrder, CallFault.ResponseLost);

        await shop.PassAsync(TimeSpan.FromMinutes(5));
        var uncertain = await shop.FindOrderAsync(order);
        await shop.PassAsync(TimeSpan.FromMinutes(1));

        uncertain.State.Should().Be(OrderState.Closing);
        (await shop.FindOrderAsync(order)).State.Should().Be(OrderState.Closed);
    }

    [Fact]
    public async Task Cancel_ThenPaidAfterAll_IsOnTheAttentionListOnce()
    {
        await using var shop = await TestShop.StartAsync(database);
        var visitor = shop.Visit();
        var order = await visitor.BuyAsync();
        await visitor.CancelAsync(order);
        await shop.PassAsync(TimeSpan.FromMinutes(5));

        var first = await shop.PostAsync(Notify(shop, order).ToBytes());
        var second = await shop.PostAsync(Notify(shop, order).ToBytes());

        (first, second).Should().Be(("success", "success"));
        (await shop.FindOrderAsync(order)).State.Should().Be(OrderState.Closed);
        (await shop.CountShipmentsAsync()).Should().Be(0);
        (await shop.FindAttentionAsync()).Should().ContainSingle()
            .Which.Kind.Should().Be(AttentionKind.PaidAfterClose);
        (await (await visitor.GetAsync("/office")).Content.ReadAsStringAsync()).Should()
            .Contain("Paid after it was cancelled");
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    public async Task Notification_Late_IsDeliveredOnAfterAQuery(int minutes)
    {
        await using var shop = await TestShop.StartAsync(database);
        var order = await shop.Visit().BuyAsync();
        var body = shop.Gateway.Buyer.Pay(order);
        shop.Time.Advance(TimeSpan.FromMinutes(minutes));

        var response = await shop.PostAsync(body);

        response.Should().Be("success");
        CountQueries(shop).Should().Be(1);
        await ShouldBePaidOnceAsync(shop, order);
    }

    [Fact]
    public async Task Notification_Late_RefundedMeanwhile_IsNotDeliveredOn()
    {
        await using var shop = await TestShop.StartAsync(database);
        var visitor = shop.Visit();
        var order = await visitor.BuyAsync();
        var body = shop.Gateway.Buyer.Pay(order);
        await RefundElsewhereAsync(shop, order);
        shop.Time.Advance(TimeSpan.FromMinutes(20));

        var responses = new[] { await shop.PostAsync(body), await shop.PostAsync(body) };

        responses.Should().AllBe("success");
        await ShouldBeOnHoldAsync(shop, order, AttentionKind.RefundedElsewhere);
        (await visitor.ReadAsync(order)).Should().Contain("On hold");
    }

    [Fact]
    public async Task Notification_Late_GatewayDoesNotRespond_IsNotAcknowledged()
    {
        await using var shop = await TestShop.StartAsync(database);
        var order = await shop.Visit().BuyAsync();
        var body = shop.Gateway.Buyer.Pay(order);
        shop.Time.Advance(TimeSpan.FromMinutes(20));
        shop.Gateway.IsReachable = false;

        var early = await shop.PostAsync(body);
        shop.Gateway.IsReachable = true;
        var late = await shop.PostAsync(body);

        (early, late).Should().Be(("fail", "success"));
        await ShouldBePaidOnceAsync(shop, order);
    }

    [Fact]
    public async Task Notification_Late_GatewayKnowsOfNoPayment_IsNotAcknowledged()
    {
        await using var shop = await TestShop.StartAsync(database);
        var order = await shop.Visit().BuyAsync();
        shop.Time.Advance(TimeSpan.FromHours(1));

        var response = await shop.PostAsync(Notify(shop, order).ToBytes());

        response.Should().Be("fail");
        (await shop.FindOrderAsync(order)).State.Should().Be(OrderState.Unpaid);
        (await shop.CountShipmentsAsync()).Should().Be(0);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Query_Refunded_IsNotDeliveredOn(bool hasNumbers)
    {
        await using var shop = await TestShop.StartAsync(database);
        var order = await shop.Visit().BuyAsync();
        shop.Gateway.Buyer.Pay(order);
        await RefundElsewhereAsync(shop, order);
        var response = SampleResponse.QueryOrder(shop.Gateway.CreateOptions(), order, TradeState.NotPay, totalFee: 6800)
            .With("trade_state", "REFUND");
        shop.Wire = (_, send) => hasNumbers ? send() : Task.FromResult(new HttpResponseMessage
        {
            Content = new ByteArrayContent(response.ToBytes()),
        });

        await shop.PassAsync(Moment);
        await shop.PassAsync(TimeSpan.FromMinutes(1));

        await ShouldBeOnHoldAsync(shop, order, AttentionKind.RefundedElsewhere);
    }

    [Fact]
    public async Task GatewayHasLostAnOrder_IsClosedInTheEnd_AndAPersonIsTold()
    {
        await using var shop = await TestShop.StartAsync(database);
        var visitor = shop.Visit();
        var order = await visitor.BuyAsync();
        var notFound = SampleResponse.Error(shop.Gateway.CreateOptions(), PyxproErrorCode.OrderNotExists);
        shop.Wire = (_, _) => Task.FromResult(new HttpResponseMessage
        {
            Content = new ByteArrayContent(notFound.ToBytes()),
        });

        await shop.PassAsync(TimeSpan.FromMinutes(31));
        await shop.PassAsync(TimeSpan.FromMinutes(50));
        var before = await shop.FindOrderAsync(order);
        await shop.PassAsync(TimeSpan.FromMinutes(15));
        var calls = shop.Calls;
        await shop.PassAsync(TimeSpan.FromHours(1));

        before.State.Should().Be(OrderState.Closing);
        (await shop.FindOrderAsync(order)).State.Should().Be(OrderState.Closed);
        (await shop.FindAttentionAsync()).Should().ContainSingle()
            .Which.Kind.Should().Be(AttentionKind.LostByGateway);
        shop.Calls.Should().Be(calls, "nobody asks any more");
    }

    [Fact]
    public async Task NobodyPays_TheShopClosesTheOrder()
    {
        await using var shop = await TestShop.StartAsync(database);
        var order = await shop.Visit().BuyAsync();

        await shop.PassAsync(TimeSpan.FromMinutes(31));
        await shop.PassAsync(TimeSpan.FromMinutes(5));

        (await shop.FindOrderAsync(order)).State.Should().Be(OrderState.Closed);
        shop.Gateway.FindOrder(order)!.TradeState.Should().Be(TradeState.Closed);
    }

    [Fact]
    public async Task Reconciler_InSeveralProcessesAtOnce_AsksOnce()
    {
        await using var shop = await TestShop.StartAsync(database);
        await shop.Visit().BuyAsync();
        shop.Time.Advance(Moment);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => shop.PassAsync(TimeSpan.Zero)));

        shop.Gateway.Log.Count(entry => entry.Operation == PyxproOperation.QueryOrder).Should().Be(1);
    }

    private static int CountQueries(TestShop shop) =>
        shop.Gateway.Log.Count(entry => entry.Operation == PyxproOperation.QueryOrder);

    private static async Task RefundElsewhereAsync(TestShop shop, string order)
    {
        using var httpClient = new HttpClient(shop.Gateway.CreateHandler());
        await new PyxproClient(httpClient, shop.Gateway.CreateOptions()).RefundAsync(new RefundRequest
        {
            OutTradeNo = order,
            OutRefundNo = Number.Make(),
            TotalFee = 6800,
            RefundFee = 6800,
            OpUserId = "somebody",
        });
    }

    private static async Task ShouldBeOnHoldAsync(TestShop shop, string order, AttentionKind kind)
    {
        (await shop.FindOrderAsync(order)).State.Should().Be(OrderState.OnHold);
        (await shop.CountShipmentsAsync()).Should().Be(0);
        (await shop.FindAttentionAsync()).Should().ContainSingle().Which.Kind.Should().Be(kind);
    }

    private static SampleNotification Notify(TestShop shop, string order) =>
        new(shop.Gateway.CreateOptions(), order, totalFee: 6800);

    private static async Task ShouldBePaidOnceAsync(TestShop shop, string outTradeNo)
    {
        var order = await shop.FindOrderAsync(outTradeNo);
        order.State.Should().Be(OrderState.Paid);
        order.TransactionId.Should().Be(shop.Gateway.FindOrder(outTradeNo)!.TransactionId);
        (await shop.CountShipmentsAsync()).Should().Be(1);
        (await shop.FindAttentionAsync()).Should().BeEmpty();
    }
}
