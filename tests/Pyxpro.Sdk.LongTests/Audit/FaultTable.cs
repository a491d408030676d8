namespace Pyxpro.Sdk.Tests;

/// <summary>All faults of single calls, by the rows of the fault matrix.</summary>
internal static partial class FaultTable
{
    // Late, because the parts of the table have statics of their own, in no order.
    private static readonly Lazy<IReadOnlyList<Fault>> Faults = new(() =>
    [
        .. Healthy(), .. Unreachable(), .. Cut(), .. Waiting(), .. WrongHttp(), .. WrongBody(), .. WrongResponse(),
    ]);

    public static IReadOnlyList<Fault> All => Faults.Value;

    public static Fault Named(string name) => All.Single(fault => fault.Name == name);

    /// <summary>What the table must show beside its faults: that the other two outcomes exist.</summary>
    private static IEnumerable<Fault> Healthy() =>
    [
        .. Enum.GetValues<Framing>().Select(framing =>
            new Fault("-", $"confirmed, {framing}", Said.Confirmed, () => Plays.Honest(framing)) { IsProcessed = true }),
        new("-", "refused, signed", Said.Refused, () => Refusing("ORDERSTATUSERROR")),
        new("-", "busy, signed", Said.Refused, () => Refusing("valid flow fail")),
        new("-", "signed SYSTEMERROR, not acted", Said.Uncertain, () => Refusing("SYSTEMERROR")),
        new("-", "signed SYSTEMERROR, acted", Said.Uncertain, () => Refusing("SYSTEMERROR", acts: true))
        {
            IsProcessed = true,
        },
    ];

    private static Play Refusing(string code, bool acts = false) => Plays.Signing(acts, _ => TestMerchant.Good(
        ("result_code", "1"), ("err_code", code), ("err_msg", "no")));

    private static string ActedOrNot(bool acts) => acts ? "acted" : "not acted";
}
