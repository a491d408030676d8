using Pyxpro.Sdk.Benchmarks.Floors;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Benchmarks.Gate;

/// <summary>The lines of what is done with bytes alone, against the MD5 of the same fields.</summary>
internal static class CodecRows
{
    public static IEnumerable<GateRow> Measure()
    {
        var order = Samples.Order.ToMessage(Samples.Merchant);
        yield return Measure(
            "encode and sign an order",
            () => RequestEncoder.Encode(order, Samples.Merchant),
            Samples.OrderCanonical,
            maxRatio: 1.8,
            maxBytes: 1126);
        yield return Measure(
            "accept a notification",
            () => Samples.Accept(Samples.Notification.Xml),
            Samples.Notification.Canonical,
            maxRatio: 2.3,
            maxBytes: 2048);
        yield return Measure(
            "accept an unsorted notification",
            () => Samples.Accept(Samples.Unsorted.Xml),
            Samples.Unsorted.Canonical,
            maxRatio: 2.8,
            maxBytes: 2048);
        yield return Measure(
            "refuse a forged notification",
            () => Samples.Accept(Samples.Forged),
            Samples.Notification.Canonical,
            maxRatio: 1.75,
            maxBytes: 0);
    }

    private static GateRow Measure(string name, Action work, byte[] canonical, double maxRatio, long maxBytes) =>
        GateRow.AtMost(
            name,
            Rounds.Compare(work, () => Floor.Md5(canonical)),
            Rounds.Allocated(work),
            maxRatio,
            maxBytes);
}
