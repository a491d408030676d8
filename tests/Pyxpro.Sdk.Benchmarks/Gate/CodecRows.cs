using Pyxpro.Sdk.Benchmarks.ByHand;
using Pyxpro.Sdk.Benchmarks.Floors;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Benchmarks.Gate;

/// <summary>The lines of what is done with bytes alone, against the MD5 of the same fields.</summary>
internal static class CodecRows
{
    public static IEnumerable<GateRow> Measure() => MeasureEncode().Concat(MeasureAccept()).Concat(MeasureRefuse());

    private static IEnumerable<GateRow> MeasureEncode()
    {
        var order = Samples.ToMessage(Samples.Order);
        var floor = Samples.OrderCanonical;
        yield return Held(
            "encode and sign an order", () => RequestEncoder.Encode(order, Samples.Merchant), floor, 1.8, 1126);
        yield return Beside(
            "  from its request",
            () => RequestEncoder.Encode(Samples.ToMessage(Samples.Order), Samples.Merchant),
            floor);
        yield return Beside("  by hand, XmlWriter", () => ReaderWay.Encode(order), floor);
        yield return Beside("  by hand, XDocument", () => DocumentWay.Encode(order), floor);
    }

    private static IEnumerable<GateRow> MeasureAccept()
    {
        var (xml, floor) = (Samples.Notification.Xml, Samples.Notification.Canonical);
        yield return Held("accept a notification", () => Samples.Accept(xml), floor, 2.3, 2048);
        yield return Held("  unsorted", () => Samples.Accept(Samples.Unsorted.Xml), floor, 2.8, 2048);
        yield return Beside("  by hand, XmlReader", () => ReaderWay.Decode(xml), floor);
        yield return Beside("  by hand, XDocument", () => DocumentWay.Decode(xml), floor);
        yield return Beside("  XmlReader, read only", () => Floor.ReadThrough(xml), floor);
    }

    private static IEnumerable<GateRow> MeasureRefuse()
    {
        var floor = Samples.Notification.Canonical;
        yield return Held("refuse a forged notification", () => Samples.Accept(Samples.Forged), floor, 1.75, 0);
        yield return Beside("  by hand, XmlReader", () => ReaderWay.Decode(Samples.Forged), floor);
    }

    private static GateRow Held(string name, Action work, byte[] canonical, double maxRatio, long maxBytes) =>
        GateRow.AtMost(name, Compare(work, canonical), Rounds.Allocated(work), maxRatio, maxBytes);

    private static GateRow Beside(string name, Action work, byte[] canonical) =>
        GateRow.Beside(name, Compare(work, canonical), Rounds.Allocated(work));

    private static double Compare(Action work, byte[] canonical) =>
        Rounds.Compare(work, () => Floor.Md5(canonical));
}
