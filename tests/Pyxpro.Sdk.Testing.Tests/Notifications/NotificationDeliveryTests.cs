using System.Net;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

public class NotificationDeliveryTests
{
    /// <summary>The guide's ladder, counted from the payment (3.1.4).</summary>
    private static readonly int[] LadderSeconds = [0, 15, 30, 60, 240, 2040, 3840, 5640, 7440, 11040];

    /// <summary>Nothing here takes as long; what hangs shall fail.</summary>
    private static readonly TimeSpan TestTimeout = TimeSpan.FromMinutes(2);

    private readonly SimulatorScene _scene = new();

    private SimulatedNotifications Notifications => _scene.Simulator.Notifications;

    [Theory]
    [InlineData("success")]
    [InlineData("SUCCESS")]
    [InlineData("Success")]
    public async Task Guide314_SuccessIsNotCaseSensitiveAndStopsSending(string response)
    {
        Notifications.UseHttpClient(Endpoint.Responding(response).ToHttpClient());
        await _scene.PayAsync();

        await Notifications.AdvanceAsync(TimeSpan.FromHours(4), _scene.Time.Advance);

        Notifications.Deliveries.Should().ContainSingle().Which.Result.Should().Be(DeliveryResult.Acknowledged);
        Notifications.NextDueAt.Should().BeNull();
    }

    [Theory]
    [InlineData("fail", HttpStatusCode.OK)]
    [InlineData("", HttpStatusCode.OK)]
    [InlineData("success ", HttpStatusCode.OK)]
    [InlineData("\"success\"", HttpStatusCode.OK)]
    [InlineData("success", HttpStatusCode.Created)]
    [InlineData("success", HttpStatusCode.InternalServerError)]
    public async Task Guide314_FailOrOtherStringIsReSentInTheRegularPeriodAndThenNoMore(string response, HttpStatusCode status)
    {
        var endpoint = Endpoint.Responding(response, status);
        Notifications.UseHttpClient(endpoint.ToHttpClient());
        await _scene.PayAsync();
        var start = _scene.Time.GetUtcNow();

        await Notifications.AdvanceAsync(TimeSpan.FromHours(4), _scene.Time.Advance);

        Notifications.Deliveries.Select(delivery => (int)(delivery.PostedAt - start).TotalSeconds).Should().Equal(LadderSeconds);
        Notifications.Deliveries.Select(delivery => delivery.Attempt).Should().Equal(Enumerable.Range(1, 10));
        Notifications.Deliveries.Should().OnlyContain(delivery =>
            delivery.Result == DeliveryResult.NotAcknowledged && delivery.ResponseText == response && delivery.StatusCode == status);
        endpoint.Posts.Select(post => Convert.ToHexString(post.Body)).Distinct().Should().ContainSingle("the same message");
        Notifications.NextDueAt.Should().BeNull("the gateway gives up");
        _scene.Time.GetUtcNow().Should().Be(start.AddHours(4));
    }

    [Fact]
    public async Task Delivery_OfAPayment_PostsItsNotificationToTheOrdersUrl()
    {
        var endpoint = Endpoint.Responding("success");
        Notifications.UseHttpClient(endpoint.ToHttpClient());
        await _scene.Client.CreateNativeOrderAsync(
            SimulatorScene.Order with { NotifyUrl = new Uri("https://shop.test/other?a=1") });
        var body = _scene.Simulator.Buyer.Pay("ORDER_1");

        var delivery = (await Notifications.DeliverAsync()).Single();

        endpoint.Posts.Single().Url.Should().Be(new Uri("https://shop.test/other?a=1"));
        endpoint.Posts.Single().Body.Should().Equal(body);
        delivery.Body.ToArray().Should().Equal(body);
        delivery.TransactionId.Should().Be(_scene.Simulator.FindOrder("ORDER_1")!.TransactionId);
        _scene.Simulator.Log[^1].Event.Should().Be(GatewayEvent.NotificationPosted);
    }

    [Fact]
    public async Task Guide314_MerchantShouldRespondInLessThan5Seconds()
    {
        var endpoint = new Endpoint(async (_, cancellationToken) =>
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            throw new InvalidOperationException("It waits until it is cancelled.");
        });
        Notifications.UseHttpClient(endpoint.ToHttpClient());
        await _scene.PayAsync();

        var delivering = Notifications.DeliverAsync();
        _scene.Time.Advance(TimeSpan.FromSeconds(5) - TimeSpan.FromTicks(1));
        delivering.IsCompleted.Should().BeFalse();
        _scene.Time.Advance(TimeSpan.FromTicks(1));

        (await delivering).Single().Result.Should().Be(DeliveryResult.TimedOut);
        Notifications.NextDueAt.Should().Be(_scene.Time.GetUtcNow().AddSeconds(10), "15 seconds after it was due");
    }

    [Fact]
    public async Task Endpoint_ThatThrows_IsAFailedDeliveryAndNoException()
    {
        var endpoint = new Endpoint((_, _) => throw new InvalidOperationException("a handler of the merchant's"));
        Notifications.UseHttpClient(endpoint.ToHttpClient());
        await _scene.PayAsync();

        var delivery = (await Notifications.DeliverAsync()).Single();

        delivery.Result.Should().Be(DeliveryResult.Failed);
        delivery.Exception!.Message.Should().Be("a handler of the merchant's");
        delivery.StatusCode.Should().BeNull();
    }

    [Fact]
    public async Task Clock_ThatJumped_IsCaughtUpWith()
    {
        Notifications.UseHttpClient(Endpoint.Responding("fail").ToHttpClient());
        await _scene.PayAsync();

        _scene.Time.Advance(TimeSpan.FromSeconds(60));

        (await Notifications.DeliverAsync()).Should().HaveCount(4);
        Notifications.NextDueAt.Should().Be(_scene.Time.GetUtcNow().AddSeconds(180));
    }

    [Fact]
    public async Task FailedPayment_IsNotifiedToo()
    {
        var endpoint = Endpoint.Responding("success");
        Notifications.UseHttpClient(endpoint.ToHttpClient());
        await _scene.CreateAsync();
        _scene.Simulator.Buyer.FailPayment("ORDER_1");

        await Notifications.DeliverAsync();

        _scene.Client.ParseNotification(endpoint.Posts.Single().Body).IsPaid.Should().BeFalse();
        Notifications.Deliveries.Single().TransactionId.Should().BeNull();
    }

    [Fact]
    public async Task DeliverAsync_WithoutAClient_SaysWhatToCall() => (await Notifications
        .Awaiting(notifications => notifications.DeliverAsync()).Should().ThrowAsync<InvalidOperationException>())
        .WithMessage("*UseHttpClient*");

    [Fact]
    public async Task DeliverAsync_Cancelled_KeepsWhatWasBeingPosted()
    {
        using var cancel = new CancellationTokenSource();
        var isFirst = true;
        var endpoint = new Endpoint(async (_, _) =>
        {
            if (isFirst)
            {
                isFirst = false;
                await cancel.CancelAsync();
                cancel.Token.ThrowIfCancellationRequested();
            }

            return Endpoint.Response("success");
        });
        Notifications.UseHttpClient(endpoint.ToHttpClient());
        await _scene.PayAsync();

        await Notifications.Awaiting(notifications => notifications.DeliverAsync(cancel.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        (await Notifications.DeliverAsync()).Single().Result.Should().Be(DeliveryResult.Acknowledged);
    }

    [Fact]
    public async Task SendAgain_Acknowledged_ComesOnceMoreForEachPayment()
    {
        Notifications.UseHttpClient(Endpoint.Responding("success").ToHttpClient());
        await _scene.PayAsync();
        _scene.Simulator.Buyer.PayAgain("ORDER_1");
        await Notifications.DeliverAsync();
        _scene.Time.Advance(TimeSpan.FromDays(1000));

        Notifications.Resend("ORDER_1");

        (await Notifications.DeliverAsync()).Select(delivery => delivery.TransactionId).Should().Equal(
            _scene.Simulator.FindOrder("ORDER_1")!.Payments.Select(payment => payment.TransactionId));
        Notifications.Invoking(notifications => notifications.Resend("ORDER_2"))
            .Should().Throw<InvalidOperationException>().WithMessage("*ORDER_2*");
    }

    [Fact]
    public async Task RunAsync_PaymentsMadeMeanwhile_ArePostedWhenTheyAreDueUntilItIsCancelled()
    {
        using var cancel = new CancellationTokenSource();
        using var posted = new SemaphoreSlim(0);
        var responses = new Queue<string>(["fail", "success", "success"]);
        var endpoint = new Endpoint((_, _) =>
        {
            var response = Endpoint.Response(responses.Dequeue());
            posted.Release();

            return Task.FromResult(response);
        });
        Notifications.UseHttpClient(endpoint.ToHttpClient());
        var running = Notifications.RunAsync(cancel.Token);

        await _scene.PayAsync();
        await posted.WaitAsync().WithinAsync(TestTimeout, DescribeProgress);
        await UntilAsync(() => Notifications.NextDueAt is not null);
        // The loop may not wait for the clock yet when it is moved; then it is moved again.
        await UntilAsync(
            () =>
            {
                _scene.Time.Advance(TimeSpan.FromSeconds(15));

                return posted.Wait(0);
            });
        await _scene.PayAsync("ORDER_2");
        await posted.WaitAsync().WithinAsync(TestTimeout, DescribeProgress);
        await UntilAsync(() => Notifications.Deliveries.Count == 3);
        await cancel.CancelAsync();
        await running;

        Notifications.Deliveries.Select(delivery => (delivery.OutTradeNo, delivery.Attempt)).Should().Equal(
            ("ORDER_1", 1), ("ORDER_1", 2), ("ORDER_2", 1));
    }

    [Fact]
    public async Task DeliverAsync_FromSeveralThreads_PostsEachOnce()
    {
        var endpoint = Endpoint.Responding("success");
        Notifications.UseHttpClient(endpoint.ToHttpClient());
        for (var i = 0; i < 100; i++)
        {
            await _scene.PayAsync($"N{i}");
        }

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Notifications.DeliverAsync())));

        endpoint.Posts.Should().HaveCount(100);
        Notifications.Deliveries.Select(delivery => delivery.OutTradeNo).Should().OnlyHaveUniqueItems();
    }

    private async Task UntilAsync(Func<bool> condition)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            TimeProvider.System.GetElapsedTime(started).Should().BeLessThan(TestTimeout, DescribeProgress());
            await Task.Yield();
        }
    }

    private string DescribeProgress() => $"there are {Notifications.Deliveries.Count} deliveries by then";
}
