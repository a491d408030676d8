using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>A merchant lives with a network on which every fifth call and every third notification goes wrong, with
/// retries switched on. By the gateway's log nothing was doubled, lost, or called otherwise than it was.</summary>
public class ChaosTests
{
    private const int Orders = 2_000;

    [Theory]
    [InlineData(1, "Order not exists", "ORDERPAID", "refundInfo is exists")]
    [InlineData(20260526, "ORDERNOTEXIST", "Order paid", "REFUNDINFOTEXIST")]
    [InlineData(-7, "ACQ.TRADE_NOT_EXIST", "ORDERPAID", "Refund exists")]
    public async Task Orders_OnABadNetwork_AreNeitherDoubledNorLost(
        int seed, string orderNotFound, string orderPaid, string refundNumberUsed)
    {
        var time = new SteppedTime();
        var simulator = new GatewaySimulator(time)
        {
            Dialect = new GatewayDialect
            {
                OrderNotFoundCode = new(orderNotFound),
                OrderPaidCode = new(orderPaid),
                RefundNumberUsedCode = new(refundNumberUsed),
            },
        };
        var merchant = new CarefulMerchant(simulator, time);
        simulator.Faults.AddRandom(seed, percent: 20);
        simulator.Notifications.Faults.AddRandom(seed, percent: 33);
        var numbers = Enumerable.Range(0, Orders).Select(i => $"N{i}").ToList();

        await OnAllAsync(numbers, merchant.CreateAsync);
        PaySome(simulator, numbers);
        await simulator.Notifications.AdvanceAsync(TimeSpan.FromHours(4), time.Advance);
        simulator.Faults.Clear();
        await OnAllAsync(numbers, merchant.ReconcileAsync);
        simulator.Faults.AddRandom(seed + 1, percent: 20);
        await OnAllAsync(numbers, number => merchant.RefundAsync(number, $"RA-{number}", 700));
        await OnAllAsync(numbers, number => merchant.RefundAsync(number, $"RB-{number}", 700));
        await OnAllAsync(numbers, number => merchant.RefundAsync(number, $"RA-{number}", 700));
        await OnAllAsync(numbers, merchant.CloseAsync);

        var log = simulator.Log;
        CheckPayments(simulator, merchant, numbers, log);
        CheckRefunds(log);
        CheckWhatWasSaid(merchant, log);
        log.Should().Contain(entry => entry.Fault != null);
        simulator.Notifications.Deliveries.Where(delivery => delivery.IsForged)
            .Should().NotBeEmpty().And.OnlyContain(delivery => delivery.Result == DeliveryResult.NotAcknowledged);
    }

    private static Task OnAllAsync(IEnumerable<string> numbers, Func<string, Task> call) => Parallel.ForEachAsync(
        numbers, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (number, _) => await call(number));

    // Of ten orders that exist one is not paid and one is paid twice.
    private static void PaySome(GatewaySimulator simulator, IEnumerable<string> numbers)
    {
        foreach (var (number, index) in numbers.Where(number => simulator.FindOrder(number) is not null).Select((n, i) => (n, i)))
        {
            if (index % 10 != 0)
            {
                simulator.Buyer.Pay(number);
            }

            if (index % 10 == 1)
            {
                simulator.Buyer.PayAgain(number);
            }
        }
    }

    private static void CheckPayments(
        GatewaySimulator simulator, CarefulMerchant merchant, List<string> numbers, IReadOnlyList<GatewayLogEntry> log)
    {
        var paid = log.Where(entry => entry.Event == GatewayEvent.OrderPaid).ToList();

        log.Where(entry => entry.Event == GatewayEvent.OrderCreated).Select(entry => entry.OutTradeNo)
            .Should().OnlyHaveUniqueItems("an order is made once");
        merchant.DeliveredFor.Keys.Order(StringComparer.Ordinal).Should().Equal(
            paid.Select(entry => entry.OutTradeNo!).Distinct().Order(StringComparer.Ordinal),
            "each paid order is delivered, and no other");
        merchant.DeliveredFor.Values.Concat(merchant.OwedBack.Keys)
            .Except(paid.Select(entry => entry.TransactionId))
            .Should().BeEmpty("what is delivered for, or owed back, was paid");
        paid.Should().HaveCountGreaterThan(numbers.Count / 2);
        numbers.Count(number => simulator.FindOrder(number)?.Payments.Count > 1).Should().BePositive();
    }

    private static void CheckRefunds(IReadOnlyList<GatewayLogEntry> log)
    {
        var accepted = log.Where(entry => entry.Event == GatewayEvent.RefundAccepted).ToList();

        accepted.Should().NotBeEmpty();
        accepted.Select(entry => entry.OutRefundNo).Should().OnlyHaveUniqueItems("a refund happens once");
        accepted.GroupBy(entry => entry.OutTradeNo).Select(refunds => refunds.Sum(entry => entry.Amount))
            .Should().OnlyContain(sum => sum <= CarefulMerchant.Price, "no more goes back than came in");
    }

    private static void CheckWhatWasSaid(CarefulMerchant merchant, IReadOnlyList<GatewayLogEntry> log)
    {
        var done = log.Where(entry => entry.Event is not GatewayEvent.Nothing)
            .Select(entry => (entry.Operation, Number: entry.OutRefundNo ?? entry.OutTradeNo))
            .ToHashSet();
        var said = merchant.Said.ToLookup(call => call.IsDone, call => ((PyxproOperation?)call.Operation, (string?)call.Number));

        said[true].Except(done).Should().BeEmpty("what is confirmed was done");
        said[false].Except(said[true]).Intersect(done).Should().BeEmpty("what is refused was not done");
        said[true].Should().NotBeEmpty();
        said[false].Should().NotBeEmpty();
    }
}
