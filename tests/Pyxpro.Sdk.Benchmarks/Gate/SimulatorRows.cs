using Pyxpro.Sdk.Benchmarks.Floors;
using Pyxpro.Sdk.Internal;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Benchmarks.Gate;

/// <summary>The line of the simulated gateway: the whole life of an order, without what the client does for
/// it.</summary>
internal static class SimulatorRows
{
    private const int Lives = 200;
    private const int RoundCount = 30;
    private const int FloorTurns = 2000;
    private const int FloorBytes = 700; // about the canonical string of an order
    private const double MaxRatio = 80;
    private const long MaxBytes = 64 * 1024;

    public static GateRow Measure()
    {
        var requests = Enumerable.Range(0, Lives).Select(MakeLife).ToList();
        var canonical = new byte[FloorBytes];
        var (best, bestOfFloor, bytes) = (double.MaxValue, double.MaxValue, long.MaxValue);
        for (var i = 0; i < RoundCount; i++)
        {
            var simulator = new GatewaySimulator(Samples.MchId, Samples.Key);
            var before = GC.GetAllocatedBytesForCurrentThread();
            best = Math.Min(best, Rounds.Measure(() => requests.ForEach(life => Live(simulator, life)), turns: 1) / Lives);
            bytes = Math.Min(bytes, (GC.GetAllocatedBytesForCurrentThread() - before) / Lives);
            bestOfFloor = Math.Min(bestOfFloor, Rounds.Measure(() => Floor.Md5(canonical), FloorTurns));
        }

        return GateRow.AtMost("simulator: life of an order", best / bestOfFloor, bytes, MaxRatio, MaxBytes);
    }

    private static void Live(GatewaySimulator simulator, Life life)
    {
        simulator.Respond(life.Create);
        simulator.Respond(life.Query);
        simulator.Buyer.Pay(life.OutTradeNo);
        simulator.Respond(life.Query);
        simulator.Respond(life.Refund);
        simulator.Respond(life.QueryRefund);
    }

    private static Life MakeLife(int index)
    {
        var order = Samples.Order with { OutTradeNo = $"ORDER_{index}", TimeStart = null, TimeExpire = null };
        var refund = new RefundRequest
        {
            OutTradeNo = order.OutTradeNo,
            OutRefundNo = $"RF_{index}",
            TotalFee = order.TotalFee,
            RefundFee = 300,
            OpUserId = "cashier-1",
        };
        var query = new QueryOrderRequest { OutTradeNo = order.OutTradeNo };
        var queryRefund = new QueryRefundRequest { OutRefundNo = refund.OutRefundNo };

        return new Life(
            order.OutTradeNo,
            Encode(Samples.ToMessage(order)),
            Encode(Samples.ToMessage(query)),
            Encode(Samples.ToMessage(refund)),
            Encode(Samples.ToMessage(queryRefund)));
    }

    private static byte[] Encode(PyxproMessage message) => RequestEncoder.Encode(message, Samples.Merchant);

    private sealed record Life(string OutTradeNo, byte[] Create, byte[] Query, byte[] Refund, byte[] QueryRefund);
}
