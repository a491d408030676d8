namespace Pyxpro.Sdk.Tests;

/// <summary>The gateway is away for ten minutes and comes back.</summary>
public class OutageAuditTests
{
    private const int Callers = 64;

    public static TheoryData<string> Operations => [.. AuditOperation.All.Select(operation => operation.Name)];

    [Theory]
    [MemberData(nameof(Operations))]
    [AuditedRow("F51")]
    public async Task Calls_GatewayIsAwayAndComesBack_AreStoppedByTheCircuitAndFindIt(string operationName)
    {
        const int Seconds = 600;
        var operation = AuditOperation.Named(operationName);
        await using var scene = new AuditScene(
            maxAttempts: 3, configure: options => options.CircuitMinimumAttempts = 10);
        scene.Server.Default = Plays.Saying(acts: false, _ => "", "503 Service Unavailable");

        for (var second = 0; second < Seconds; second++)
        {
            (await scene.CallAsync(operation, $"AWAY_{second}")).Said
                .Should().Match(said => said == Said.Uncertain || said == Said.NotSent);
            scene.Time.Advance(TimeSpan.FromSeconds(1));
        }

        // Those that open the circuit, and one each time it has been open for its ten seconds.
        scene.Server.Log.Requests.Should().HaveCountLessThanOrEqualTo(10 + 3 + (Seconds / 10));
        await ProbeAsync(scene, operation);
        (await CallTogetherAsync(scene, operation, "AFTER")).Should().OnlyContain(call => call.Said == Said.Confirmed);
        (await scene.JudgeAsync()).Should().BeEmpty();
    }

    private static async Task ProbeAsync(AuditScene scene, AuditOperation operation)
    {
        var others = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = scene.Server.Log.Requests.Count;
        scene.Server.Default = Plays.Honest();
        scene.Server.Add(async exchange =>
        {
            var asked = await Plays.AskAsync(exchange, acts: true);
            await others.Task;
            await exchange.WriteAsync(HttpResponseBytes.Of(asked.Body));

            return true;
        });
        scene.Time.Advance(TimeSpan.FromSeconds(10));

        var calls = Enumerable.Range(1, Callers)
            .Select(number => scene.CallAsync(operation, $"PROBE_{number}")).ToList();
        while (calls.Count > 1)
        {
            var ended = await Task.WhenAny(calls);
            calls.Remove(ended);
            (await ended).Should().Match<AuditedCall>(call => call.Said == Said.NotSent && call.Attempts == 0);
        }

        scene.Server.Log.Requests.Should().HaveCountLessThanOrEqualTo(before + 1, "one call tries whether it is back");
        others.SetResult();
        (await calls.Single()).Said.Should().Be(Said.Confirmed);
    }

    private static Task<AuditedCall[]> CallTogetherAsync(AuditScene scene, AuditOperation operation, string name) =>
        Task.WhenAll(Enumerable.Range(1, Callers).Select(number => scene.CallAsync(operation, $"{name}_{number}")));
}
