using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.Tests;

/// <summary>Nothing that merely watches changes a response.</summary>
public class NotificationTelemetryListenerTests
{
    public static TheoryData<Server> Servers => [.. Enum.GetValues<Server>()];

    [Theory]
    [MemberData(nameof(Servers))]
    public Task Listener_ThrowsWhenItHearsOfAnInstrument_ChangesNoResponse(Server server) =>
        ShouldRespondAsEverAsync(server, ThrowingListeners.OfInstruments);

    [Theory]
    [MemberData(nameof(Servers))]
    public Task Listener_ThrowsWhenSomethingIsMeasured_ChangesNoResponse(Server server) =>
        ShouldRespondAsEverAsync(server, ThrowingListeners.OfMeasurements);

    [Theory]
    [MemberData(nameof(Servers))]
    public async Task Logger_ThrowsWhateverItIsAsked_ChangesNoResponse(Server server)
    {
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            Services = services =>
            {
                ShopSetup.AddMerchant(services);
                services.AddLogging(logging => logging.AddProvider(new ThrowingLogs()));
            },
            Handler = HandleAsync,
        });

        await ShouldRespondAsEverAsync(shop);
    }

    private static async Task ShouldRespondAsEverAsync(Server server, Func<Func<Meter, bool>, MeterListener> listen)
    {
        MeterListener? listener = null;
        await using var shop = await Shop.StartAsync(server, new ShopSetup
        {
            // Before the endpoint is mapped, which makes the instruments.
            Middleware = app =>
            {
                var factory = app.Services.GetRequiredService<IMeterFactory>();
                listener = listen(meter => meter.Scope == factory);
            },
            Handler = HandleAsync,
        });
        using (listener)
        {
            await ShouldRespondAsEverAsync(shop);
        }
    }

    private static async Task ShouldRespondAsEverAsync(Shop shop)
    {
        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);
        (await shop.PostAsync(Messages.Forged)).Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync(Messages.NotPaid)).Should().Be(EndpointResponse.Fail);
        (await shop.PostAsync(Messages.Paid)).Should().Be(EndpointResponse.Success);
    }

    private static Task HandleAsync(
        PaymentNotification notification, IServiceProvider services, CancellationToken cancellationToken) =>
        notification.IsPaid ? Task.CompletedTask : throw new InvalidOperationException("not paid");
}
