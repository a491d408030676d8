using System.Globalization;

namespace Pyxpro.Sdk.Benchmarks.Gate;

/// <summary>One line of the gate: what was measured, what it is held to, and whether it holds.</summary>
internal sealed record GateRow(string Name, string Ratio, string Allocated, string Bar, bool IsMet)
{
    /// <summary>What a ratio may exceed its limit by, because others use the machine too.</summary>
    private const double Slack = 1.25;

    public static string Header => Format("name", "ratio", "bytes", "limit", "ok");

    /// <summary>Makes a line of work that must not take more than a multiple of its floor.</summary>
    public static GateRow AtMost(string name, double ratio, long bytes, double maxRatio, long maxBytes) => new(
        name,
        Invariant($"{ratio:0.00} F"),
        Invariant($"{bytes}"),
        Invariant($"<= {maxRatio:0.00} F, {maxBytes} B"),
        ratio <= maxRatio * Slack && bytes <= maxBytes);

    /// <summary>Makes a line that is there to be compared with, and is held to nothing.</summary>
    public static GateRow Beside(string name, double ratio, long bytes) =>
        new(name, Invariant($"{ratio:0.00} F"), Invariant($"{bytes}"), "-", IsMet: true);

    /// <summary>Makes a line of calls that must reach a part of the speed of bare ones.</summary>
    /// <param name="name">What is measured.</param>
    /// <param name="ratio">The part that was reached.</param>
    /// <param name="minRatio">The part that is held.</param>
    public static GateRow AtLeast(string name, double ratio, double minRatio) => new(
        name,
        Invariant($"{ratio:0.00} x"),
        "",
        Invariant($">= {minRatio:0.00} x"),
        ratio >= minRatio / Slack);

    public static GateRow Bytes(string name, long bytes, long maxBytes) => new(
        name,
        "",
        Invariant($"{bytes}"),
        Invariant($"<= {maxBytes} B"),
        bytes <= maxBytes);

    /// <summary>Makes a line of work that is held to a time, for want of a floor.</summary>
    public static GateRow Microseconds(
        string name, double microseconds, long bytes, double maxMicroseconds, long maxBytes) => new(
        name,
        Invariant($"{microseconds:0} us"),
        Invariant($"{bytes}"),
        Invariant($"<= {maxMicroseconds:0} us, {maxBytes} B"),
        microseconds <= maxMicroseconds && bytes <= maxBytes);

    public override string ToString() => Format(Name, Ratio, Allocated, Bar, IsMet ? "ok" : "MISSED");

    private static string Format(string name, string ratio, string bytes, string limit, string ok) =>
        $"{name,-34}{ratio,10}{bytes,8}  {limit,-28}{ok}";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
