using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>What is done in one step of a run. Each kind takes of the numbers what it needs.</summary>
internal enum ModelStepKind
{
    Create,
    Query,
    Close,
    Pay,
    PayAgain,
    Begin,
    Cancel,
    Fail,
    End,
    Refund,
    QueryRefund,
    EndRefund,
    SetRefundEnding,
    SetBlindness,
    Advance,
    Deliver,
}

/// <summary>One step of a run.</summary>
internal sealed record ModelStep(ModelStepKind Kind, int Order, int Refund, int Amount, int Choice)
{
    /// <summary>Gets what goes wrong with the call, where the step is one.</summary>
    public CallFault? Fault { get; init; }

    public bool IsReachable { get; init; } = true;

    public override string ToString() =>
        $"{Kind} order {Order} refund {Refund} amount {Amount} choice {Choice}"
        + (IsReachable ? "" : ", unreachable")
        + (Fault is null ? "" : $", {Fault.Kind} {(Fault.IsProcessed ? "after" : "before")} acting");
}
