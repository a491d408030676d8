using Microsoft.Extensions.Time.Testing;
using Pyxpro.Sdk.Testing;

namespace Shop.Tests;

/// <summary>Lets the gateway's time go much faster than the test's, and posts each notification when it is
/// due.</summary>
public sealed class GatewayTime(GatewaySimulator simulator, FakeTimeProvider clock, string connection)
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(15);

    private readonly List<string> _acknowledgedTooEarly = [];

    /// <summary>Gets the payments that a shop acknowledged while none had stored them.</summary>
    public IReadOnlyList<string> AcknowledgedTooEarly => _acknowledgedTooEarly;

    public async Task PassAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            clock.Advance(Step);
            var deliveries = await simulator.Notifications.DeliverAsync(CancellationToken.None);
            await WatchAsync([.. deliveries.Where(IsAcknowledgedPayment)]);
            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    private static bool IsAcknowledgedPayment(NotificationDelivery delivery) =>
        delivery is { Result: DeliveryResult.Acknowledged, IsForged: false, TransactionId: not null };

    private async Task WatchAsync(IReadOnlyList<NotificationDelivery> acknowledged)
    {
        if (acknowledged.Count > 0)
        {
            var books = await ShopBooks.ReadAsync(connection);
            _acknowledgedTooEarly.AddRange(acknowledged
                .Where(delivery => !books.Knows(delivery.OutTradeNo, delivery.TransactionId))
                .Select(delivery => $"{delivery.TransactionId} of {delivery.OutTradeNo}"));
        }
    }
}
