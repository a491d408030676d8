using System.Collections.Concurrent;
using Pyxpro.Sdk;
using Pyxpro.Sdk.Testing;

namespace Shop.Tests;

/// <summary>Buyers who order, pay, pay twice, cancel and request refunds, at any shop that is up.</summary>
public sealed class Traffic(ShopFleet fleet, GatewaySimulator gateway, int seed)
{
    private static readonly RefundStatus[] Endings =
        [RefundStatus.Success, RefundStatus.Success, RefundStatus.Fail, RefundStatus.Change, RefundStatus.NotSure];

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private readonly ConcurrentQueue<string> _orders = [];

    /// <summary>Gets the numbers of all orders that were asked for, whether or not a shop said that it took
    /// them.</summary>
    public IReadOnlyCollection<string> Orders => _orders;

    public Task RunAsync(int buyers, CancellationToken cancellationToken) => Task.WhenAll(Enumerable
        .Range(0, buyers)
        .Select(buyer => RunAsync(new Random(seed + buyer), cancellationToken)));

    private async Task RunAsync(Random random, CancellationToken cancellationToken)
    {
        await Task.Yield();
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await ActAsync(random);
            }
            catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
            {
                // The shop was killed, and the outcome is unknown. The buyer goes to another.
                await Task.Delay(Pause, CancellationToken.None);
            }
        }
    }

    /// <summary>Orders, and then cancels, pays, or both at about the same time; and wants money back for what was
    /// ordered before.</summary>
    private async Task ActAsync(Random random)
    {
        using var client = new HttpClient
        {
            BaseAddress = fleet.FindLiving(random.Next()) ?? throw new HttpRequestException("No shop is up."),
            Timeout = TimeSpan.FromSeconds(20),
        };
        var visitor = new ShopVisitor(client);
        var order = Number.Make();
        _orders.Enqueue(order);
        await visitor.PostAsync("/", new() { ["product"] = "oolong", ["outTradeNo"] = order });

        var draw = random.Next(100);
        if (draw < 35)
        {
            await visitor.PostAsync($"/orders/{order}?handler=Cancel", []);
        }

        if (draw is < 10 or > 30)
        {
            Pay(order, payAgain: false);
        }

        if (draw > 90)
        {
            Pay(order, payAgain: true);
        }

        await RefundAsync(visitor, PickOrder(random), random);
    }

    private void Pay(string order, bool payAgain)
    {
        try
        {
            if (payAgain)
            {
                gateway.Buyer.PayAgain(order);
            }
            else
            {
                gateway.Buyer.Pay(order);
            }
        }
        catch (InvalidOperationException)
        {
            // It cannot be paid: unknown, closed, or paid already.
        }
    }

    private async Task RefundAsync(ShopVisitor visitor, string order, Random random)
    {
        gateway.FinalRefundStatus = Endings[random.Next(Endings.Length)];
        Dictionary<string, string> form = new()
        {
            ["outRefundNo"] = Number.Make(),
            ["amount"] = Money.WritePlain(random.Next(1, 4000)),
        };
        for (var i = random.Next(4) == 0 ? 2 : 1; i > 0; i--)
        {
            await visitor.PostAsync(
                $"/orders/{order}?handler=Refund", form);
        }
    }

    private string PickOrder(Random random)
    {
        var orders = _orders.ToArray();

        return orders[^random.Next(1, Math.Min(orders.Length, 20) + 1)]; // one of the last
    }
}
