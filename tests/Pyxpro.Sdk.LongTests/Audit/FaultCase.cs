namespace Pyxpro.Sdk.Tests;

/// <summary>What came of a fault in one operation.</summary>
/// <param name="Calls">The calls that the fault was made for.</param>
/// <param name="Next">A call right after them on the same client, if the server is still there.</param>
/// <param name="Violations">Where what the SDK said is not what happened.</param>
/// <param name="HasActed">Whether the gateway did what it was asked for by all calls, or by none.</param>
/// <param name="Connections">How many connections the calls had until then, that before them included.</param>
internal sealed record FaultResult(
    IReadOnlyList<AuditedCall> Calls,
    AuditedCall? Next,
    IReadOnlyList<string> Violations,
    bool HasActed,
    int Connections);

/// <summary>Plays one fault to one operation.</summary>
internal static class FaultCase
{
    public static async Task<FaultResult> RunAsync(Fault fault, AuditOperation operation, bool isPooled)
    {
        using var stage = fault.MakeStage();
        await using var scene = new AuditScene(stage);
        if (isPooled)
        {
            (await scene.CallAsync(operation, "BEFORE")).Said.Should().Be(Said.Confirmed);
        }

        var play = fault.MakePlay();
        var ids = Enumerable.Range(1, fault.Calls).Select(number => $"CALL_{number}").ToArray();
        Array.ForEach(ids, _ => scene.Server.Add(play));
        scene.Server.PlaysOnAccept = fault.IsOnAccept && !isPooled;
        await fault.PrepareAsync(scene);
        var calls = await Task.WhenAll(ids.Select(id => scene.CallAsync(operation, id, fault.Strike)));
        var connections = scene.Server.Log.Connections;

        var next = fault.IsPassing ? await scene.CallAsync(operation, "NEXT") : null;
        var violations = await scene.JudgeAsync();

        return new FaultResult(calls, next, violations, ids.All(scene.Server.Log.HasActedFor), connections);
    }
}
