using CsCheck;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>Random lives of orders, lived by the simulator through the real client and by an independent model: both
/// agree on every response, and the invariants hold after every step.</summary>
public class GatewaySimulatorProperties
{
    private static readonly Gen<ModelStepKind> Kind = Gen.Frequency(
        (4, Gen.Const(ModelStepKind.Create)),
        (5, Gen.Const(ModelStepKind.Query)),
        (3, Gen.Const(ModelStepKind.Close)),
        (4, Gen.Const(ModelStepKind.Pay)),
        (2, Gen.Const(ModelStepKind.PayAgain)),
        (1, Gen.Const(ModelStepKind.Begin)),
        (1, Gen.Const(ModelStepKind.Cancel)),
        (1, Gen.Const(ModelStepKind.Fail)),
        (1, Gen.Const(ModelStepKind.End)),
        (9, Gen.Const(ModelStepKind.Refund)),
        (6, Gen.Const(ModelStepKind.QueryRefund)),
        (2, Gen.Const(ModelStepKind.EndRefund)),
        (2, Gen.Const(ModelStepKind.SetRefundEnding)),
        (1, Gen.Const(ModelStepKind.SetBlindness)),
        (5, Gen.Const(ModelStepKind.Advance)),
        (2, Gen.Const(ModelStepKind.Deliver)));

    // Mostly the same order and refunds, so that steps meet.
    private static readonly Gen<int> Order = Gen.Frequency((6, Gen.Const(0)), (2, Gen.Const(1)), (1, Gen.Const(2)));
    private static readonly Gen<int> Refund = Gen.Frequency((3, Gen.Const(0)), (2, Gen.Const(1)), (1, Gen.Const(2)));
    private static readonly Gen<int> Amount = Gen.OneOf(1, 300, 400, 700, 999, 1000);

    private static readonly Gen<ModelStep> Step = Gen.Select(
        Gen.Select(Kind, Order, Refund, Amount, Gen.Int[0, 5]),
        Gen.Int[0, 5 * CallFault.Detectable.Count],
        Gen.Int[0, 19],
        (numbers, fault, reach) =>
            new ModelStep(numbers.Item1, numbers.Item2, numbers.Item3, numbers.Item4, numbers.Item5)
            {
                // One call in five goes wrong, one in twenty does not reach the gateway.
                Fault = CallFault.Detectable.ElementAtOrDefault(fault),
                IsReachable = reach > 0,
            });

    /// <summary>Gets steps to begin with: none, an order, or one that is paid.</summary>
    private static readonly Gen<ModelStep[]> Beginning = Gen.OneOf<ModelStep[]>(
        [],
        [new ModelStep(ModelStepKind.Create, 0, 0, 1000, 1)],
        [new ModelStep(ModelStepKind.Create, 0, 0, 1000, 1), new ModelStep(ModelStepKind.Pay, 0, 0, 1000, 1)]);

    private static readonly Gen<GatewayDialect> Dialect = Gen.Select(
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool),
        Gen.Select(Gen.Bool, Gen.Bool, Gen.Bool),
        Gen.Select(
            Gen.OneOf(PyxproErrorCode.OrderNotExists, PyxproErrorCode.OrderNotExist, PyxproErrorCode.TradeNotExist),
            Gen.OneOf(PyxproErrorCode.OrderPaid, PyxproErrorCode.OrderHasBeenPaid),
            Gen.OneOf(
                PyxproErrorCode.RefundInfoIsExists, PyxproErrorCode.RefundInfotExist, PyxproErrorCode.RefundExists)),
        (wire, acts, codes) => new GatewayDialect
        {
            HasLowerCaseSignatures = wire.Item1,
            MixesCData = wire.Item2,
            ExtraFields = wire.Item3
                ? new Dictionary<string, string> { ["appid"] = "wx2006", ["cash_fee"] = "0.10", ["uuid"] = "" }
                : new Dictionary<string, string>(),
            IsCreateIdempotent = acts.Item1,
            RestartsFailedRefunds = acts.Item2,
            HasAllNotificationFields = acts.Item3,
            OrderNotFoundCode = codes.Item1,
            OrderPaidCode = codes.Item2,
            RefundNumberUsedCode = codes.Item3,
        });

    [Fact]
    public void Simulator_ThroughTheClient_AgreesWithTheModelAfterEveryStep() => Gen
        .Select(Dialect, Beginning, Step.Array[1, 30])
        .Sample(
            (dialect, beginning, steps) => new ModelRun(dialect).RunAsync([.. beginning, .. steps]).GetAwaiter().GetResult(),
            iter: Properties.Cases,
            print: run => string.Join('\n', run.Item2.Concat(run.Item3)));
}
