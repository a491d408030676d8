using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Pyxpro.Sdk.Testing;

public sealed class TeaShopTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly WebApplicationFactory<Program> _shop;
    private readonly GatewaySimulator _gateway;
    private readonly HttpClient _browser;

    public TeaShopTests()
    {
        _shop = new WebApplicationFactory<Program>().WithWebHostBuilder(host => host.ConfigureTestServices(services =>
        {
            services.AddSingleton<TimeProvider>(_time);
            services.AddPyxproSimulator(); // the shop's client talks to the simulator now
        }));
        _browser = _shop.CreateClient();
        _gateway = _shop.Services.GetRequiredService<GatewaySimulator>();
        _gateway.Notifications.UseHttpClient(_browser); // and the simulator posts to the shop
    }

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task Order_ThatIsPaid_IsMarkedByTheNotification()
    {
        await _browser.PostAsync("/orders/A1", content: null);
        Assert.Equal("open", await _browser.GetStringAsync("/orders/A1"));

        _gateway.Buyer.Pay("A1");
        var deliveries = await _gateway.Notifications.DeliverAsync();

        Assert.Equal(DeliveryResult.Acknowledged, deliveries.Single().Result);
        Assert.Equal("paid", await _browser.GetStringAsync("/orders/A1"));
    }

    [Fact]
    public async Task Notification_ThatIsLostAgainAndAgain_ArrivesWithinFourHours()
    {
        await _browser.PostAsync("/orders/A1", content: null);
        _gateway.Notifications.Faults.Add(NotificationFault.Lost, times: 9);

        _gateway.Buyer.Pay("A1");
        await _gateway.Notifications.AdvanceAsync(TimeSpan.FromHours(4), _time.Advance); // takes milliseconds

        Assert.Equal(10, _gateway.Notifications.Deliveries.Count);
        Assert.Equal("paid", await _browser.GetStringAsync("/orders/A1"));
    }

    [Fact]
    public async Task Notification_ThatNeverArrives_IsReconciled()
    {
        await _browser.PostAsync("/orders/A1", content: null);
        _gateway.Notifications.Faults.AddRandom(seed: 1, percent: 100, [NotificationFault.Lost]);

        _gateway.Buyer.Pay("A1");
        await _gateway.Notifications.AdvanceAsync(TimeSpan.FromHours(4), _time.Advance);
        Assert.Equal("open", await _browser.GetStringAsync("/orders/A1"));

        await _browser.PostAsync("/reconcile", content: null);
        Assert.Equal("paid", await _browser.GetStringAsync("/orders/A1"));
    }

    [Fact]
    public async Task Notification_ThatIsForged_IsNotAcknowledged()
    {
        await _browser.PostAsync("/orders/A1", content: null);
        _gateway.Notifications.Faults.Add(NotificationFault.Forged);

        _gateway.Buyer.Pay("A1");
        var deliveries = await _gateway.Notifications.DeliverAsync();

        Assert.Equal(DeliveryResult.NotAcknowledged, deliveries.Single(delivery => delivery.IsForged).Result);
        Assert.Equal(DeliveryResult.Acknowledged, deliveries.Single(delivery => !delivery.IsForged).Result);
    }
}
