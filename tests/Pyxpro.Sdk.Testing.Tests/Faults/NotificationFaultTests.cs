using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

public class NotificationFaultTests
{
    private readonly SimulatorScene _scene = new();
    private readonly IReadOnlyCollection<(Uri Url, byte[] Body)> _posts;

    public NotificationFaultTests()
    {
        // As a merchant responds who verifies.
        var endpoint = new Endpoint((body, _) => Task.FromResult(Endpoint.Response(
            _scene.Client.TryParseNotification(body, out var _, out var _) ? "success" : "fail")));
        _posts = endpoint.Posts;
        Notifications.UseHttpClient(endpoint.ToHttpClient());
    }

    private SimulatedNotifications Notifications => _scene.Simulator.Notifications;

    [Fact]
    public async Task Lost_DoesNotArriveAndComesAgain()
    {
        Notifications.Faults.Add(NotificationFault.Lost);
        await _scene.PayAsync();

        await Notifications.AdvanceAsync(TimeSpan.FromHours(4), _scene.Time.Advance);

        _posts.Should().ContainSingle();
        Notifications.Deliveries.Select(delivery => delivery.Result)
            .Should().Equal(DeliveryResult.Lost, DeliveryResult.Acknowledged);
    }

    [Fact]
    public async Task Lost_EveryTime_NeverArrives()
    {
        Notifications.Faults.AddRandom(seed: 1, percent: 100, [NotificationFault.Lost]);
        await _scene.PayAsync();

        await Notifications.AdvanceAsync(TimeSpan.FromHours(4), _scene.Time.Advance);

        _posts.Should().BeEmpty();
        Notifications.Deliveries.Should().HaveCount(10);
        (await _scene.StateAsync()).Should().Be(TradeState.Success, "the query is not optional");
    }

    [Fact]
    public async Task ResponseLost_ArrivesAgainThoughItWasAcknowledged()
    {
        Notifications.Faults.Add(NotificationFault.ResponseLost);
        await _scene.PayAsync();

        await Notifications.AdvanceAsync(TimeSpan.FromHours(4), _scene.Time.Advance);

        _posts.Should().HaveCount(2);
        Notifications.Deliveries.Should().OnlyContain(delivery => delivery.Result == DeliveryResult.Acknowledged);
    }

    [Fact]
    public async Task Duplicated_ArrivesAsOftenAsItSaysAtOnce()
    {
        var arrived = 0;
        var all = new TaskCompletionSource();
        var endpoint = new Endpoint(async (_, _) =>
        {
            if (Interlocked.Increment(ref arrived) == 64)
            {
                all.SetResult();
            }

            await all.Task.WithinAsync(TimeSpan.FromMinutes(2), () => $"{arrived} of 64 have arrived");

            return Endpoint.Response("success");
        });
        Notifications.UseHttpClient(endpoint.ToHttpClient());
        Notifications.Faults.Add(NotificationFault.Duplicated with { Times = 64 });
        await _scene.PayAsync();

        (await Notifications.DeliverAsync()).Should().HaveCount(64);

        Notifications.NextDueAt.Should().BeNull();
    }

    [Fact]
    public void Duplicated_NoTimes_IsRefused() => FluentActions
        .Invoking(() => NotificationFault.Duplicated with { Times = 0 }).Should().Throw<ArgumentOutOfRangeException>();

    [Fact]
    public async Task Overtaken_ArrivesAfterAllOthersThatAreDue()
    {
        Notifications.Faults.Add(NotificationFault.Reordered);
        await _scene.PayAsync();
        await _scene.PayAsync("ORDER_2");
        await _scene.PayAsync("ORDER_3");

        await Notifications.DeliverAsync();

        Notifications.Deliveries.Select(delivery => delivery.OutTradeNo).Should().Equal("ORDER_2", "ORDER_3", "ORDER_1");
    }

    [Fact]
    public async Task Overtaken_Alone_ArrivesAtOnce()
    {
        Notifications.Faults.Add(NotificationFault.Reordered);
        await _scene.PayAsync();

        (await Notifications.DeliverAsync()).Should().ContainSingle();
    }

    [Fact]
    public async Task Delayed_ArrivesLater()
    {
        Notifications.Faults.Add(new NotificationFault { Delay = TimeSpan.FromHours(10) });
        await _scene.PayAsync();
        var paidAt = _scene.Time.GetUtcNow();

        await Notifications.AdvanceAsync(TimeSpan.FromHours(20), _scene.Time.Advance);

        Notifications.Deliveries.Single().PostedAt.Should().Be(paidAt.AddHours(10));
    }

    [Fact]
    public async Task Forged_ArrivesFirstAndIsRefused()
    {
        Notifications.Faults.Add(NotificationFault.Forged);
        await _scene.PayAsync();

        await Notifications.DeliverAsync();

        Notifications.Deliveries.Select(delivery => (delivery.IsForged, delivery.Result)).Should().Equal(
            (true, DeliveryResult.NotAcknowledged), (false, DeliveryResult.Acknowledged));
        XmlMessageCodec.Decode(Notifications.Deliveries[0].Body.Span)["total_fee"].Should().Be("2000");
        _scene.Simulator.Log.Count(entry => entry.Event == GatewayEvent.NotificationPosted)
            .Should().Be(1, "the gateway did not post the forged one");
    }

    [Fact]
    public async Task Forged_AcknowledgedWhileTheGenuineOneIsNot_ComesAgain()
    {
        var responses = new Queue<string>(["success", "fail", "success"]);
        var endpoint = new Endpoint((_, _) => Task.FromResult(Endpoint.Response(responses.Dequeue())));
        Notifications.UseHttpClient(endpoint.ToHttpClient());
        Notifications.Faults.Add(NotificationFault.Forged);
        await _scene.PayAsync();

        await Notifications.AdvanceAsync(TimeSpan.FromHours(4), _scene.Time.Advance);

        Notifications.Deliveries.Where(delivery => !delivery.IsForged).Select(delivery => delivery.Result)
            .Should().Equal(DeliveryResult.NotAcknowledged, DeliveryResult.Acknowledged);
    }

    [Fact]
    public async Task Faults_OfTheSameSeed_AreTheSame()
    {
        static async Task<IEnumerable<(string, int, NotificationFault?)>> RunAsync()
        {
            var scene = new SimulatorScene();
            scene.Simulator.Notifications.UseHttpClient(Endpoint.Responding("success").ToHttpClient());
            scene.Simulator.Notifications.Faults.AddRandom(seed: 5, percent: 50);
            for (var i = 0; i < 50; i++)
            {
                await scene.PayAsync($"N{i}");
            }

            await scene.Simulator.Notifications.AdvanceAsync(TimeSpan.FromHours(4), scene.Time.Advance);

            return scene.Simulator.Notifications.Deliveries
                .Select(delivery => (delivery.OutTradeNo, delivery.Attempt, delivery.Fault));
        }

        var first = await RunAsync();

        (await RunAsync()).Should().Equal(first);
        first.Should().Contain(delivery => delivery.Item3 != null).And.Contain(delivery => delivery.Item3 == null);
        NotificationFault.All.Select(fault => fault.Kind).Should().BeEquivalentTo(Enum.GetValues<NotificationFaultKind>());
    }

    [Fact]
    public async Task Faults_Cleared_StrikeNoMore()
    {
        Notifications.Faults.Add(NotificationFault.Lost);
        Notifications.Faults.Clear();
        await _scene.PayAsync();

        (await Notifications.DeliverAsync()).Single().Fault.Should().BeNull();
    }
}
