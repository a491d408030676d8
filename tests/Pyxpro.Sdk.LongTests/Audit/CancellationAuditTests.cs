namespace Pyxpro.Sdk.Tests;

/// <summary>The caller cancels at any moment of any call.</summary>
public class CancellationAuditTests
{
    private const Said Possible =
        Said.Confirmed | Said.Refused | Said.Uncertain | Said.CanceledNotSent | Said.CanceledUncertain;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory]
    [MemberData(nameof(Seeds))]
    [AuditedRow("F49")]
    public async Task Call_CancelledAtRandom_SaysWhetherAnythingWasSent(int seed)
    {
        const int Calls = 12;
        var random = new Random(seed);
        for (var number = 1; number <= Calls; number++)
        {
            var failure = $"call {number} of seed {seed}";
            await using var scene = new AuditScene(maxAttempts: random.Next(2) == 0 ? 1 : 3);
            var operation = AuditOperation.All[random.Next(AuditOperation.All.Count)];
            if (random.Next(2) == 0)
            {
                await scene.CallAsync(operation, "BEFORE");
            }

            CancelAtRandom(scene, random);
            var call = await scene.CallAsync(operation, "CALL_1", audit => audit.Cancel.Cancel());

            (await scene.JudgeAsync()).Should().BeEmpty(failure);
            Possible.HasFlag(call.Said).Should().BeTrue("{0} is no possible end of {1}", call, failure);
            call.Said.Should().NotBe(Said.None, failure);
            (call.Failure as OperationCanceledException)?.CancellationToken.Should().Be(scene.Cancel.Token, failure);
        }
    }

    private static void CancelAtRandom(AuditScene scene, Random random)
    {
        var moment = random.Next(4);
        if (moment == 0)
        {
            // Somewhere between now and a while after the whole call would have ended.
            var spins = random.Next(200_000);
            ThreadPool.QueueUserWorkItem(_ =>
            {
                Thread.SpinWait(spins);
                scene.Cancel.Cancel();
            });
        }
        else if (moment == 1)
        {
            scene.Server.Add(AmidRequest(random.Next(300)));
        }
        else if (moment == 2)
        {
            var bytes = random.Next(300);
            scene.Server.Add(Plays.Stalling(acts: true, response => Math.Min(bytes, response.Length - 1)));
        }
        else
        {
            // In the pause before the second attempt, or during it.
            scene.Server.Add(Plays.Saying(acts: false, exchange =>
            {
                exchange.Exchange.Server.Signal();

                return "busy";
            }, "503 Service Unavailable"));
        }
    }

    private static Play AmidRequest(int bytes) => async exchange =>
    {
        await exchange.ReadAsync(bytes);
        exchange.Server.Signal();

        return await Plays.Honest()(exchange);
    };
}
