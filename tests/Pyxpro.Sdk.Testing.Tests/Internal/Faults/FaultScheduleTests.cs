using System.Reflection;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>Faults by chance are the same for the same seed, whatever runs beside.</summary>
public class FaultScheduleTests
{
    private const int Orders = 200;

    [Fact]
    public async Task Faults_OfTheSameSeed_AreTheSameOneByOneAndSideBySide()
    {
        var first = await RunAsync(seed: 7, degreeOfParallelism: 1);
        var again = await RunAsync(seed: 7, degreeOfParallelism: 1);
        var parallel = await RunAsync(seed: 7, degreeOfParallelism: 16);

        again.Should().Equal(first);
        parallel.Should().Equal(first);
    }

    [Fact]
    public async Task Faults_OfAnotherSeed_AreOthers() =>
        (await RunAsync(seed: 8, degreeOfParallelism: 1)).Should().NotEqual(await RunAsync(seed: 7, degreeOfParallelism: 1));

    [Fact]
    public async Task Faults_OfTwentyPercent_AreAboutTwentyInAHundred() =>
        (await RunAsync(seed: 7, degreeOfParallelism: 1)).Values.Count(fault => fault is not null)
            .Should().BeInRange(Orders / 10, Orders * 3 / 10);

    [Fact]
    public async Task SignedErrors_OfASeed_AreInManyWordsOfWhichNoneMeansThatNothingWasDone()
    {
        var scene = new SimulatorScene();
        scene.Simulator.Faults.AddRandom(seed: 1, percent: 100, [CallFault.SignedError]);

        for (var i = 0; i < 1000; i++)
        {
            await scene.Invoking(scene => scene.CreateAsync($"N{i}")).Should().ThrowAsync<PyxproBusinessException>();
        }

        var errors = scene.Simulator.Log.Select(entry => entry.Fault!).ToList();
        var words = errors.SelectMany(error => new[] { error.ErrCode, error.ErrMsg, error.ErrCodeDes }).OfType<string>()
            .ToHashSet();
        words.Should().Contain(["SYSTEMERROR", "SYSTEM_ERROR", "System error.", "system error", "Network timeout",
            "notify internal error", "系统异常"]);
        words.Select(Letters).Should().NotIntersectWith(CodesOfNothingDone.Select(Letters), "the gateway has acted");
        errors.Select(error => (error.ErrCode is null, error.ErrMsg is null, error.ErrCodeDes is null)).Distinct()
            .Should().HaveCount(7, "one field, two, or none");
        scene.Simulator.Log.Should().OnlyContain(entry => entry.Event == GatewayEvent.OrderCreated);

        // As the client may compare them.
        static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();
    }

    [Fact]
    public async Task Faults_OfOneCallAgain_AreDrawnAnew()
    {
        var scene = new SimulatorScene();
        scene.Simulator.Faults.AddRandom(seed: 3, percent: 50, [CallFault.Html]);

        for (var i = 0; i < 40; i++)
        {
            try
            {
                await scene.CreateAsync();
            }
            catch (PyxproProtocolException)
            {
                // Half of them are meant to.
            }
        }

        scene.Simulator.Log.Count(entry => entry.Fault is not null).Should().BeInRange(5, 35);
    }

    private static IEnumerable<string> CodesOfNothingDone =>
        from property in typeof(PyxproErrorCode).GetProperties(BindingFlags.Public | BindingFlags.Static)
        let code = (PyxproErrorCode)property.GetValue(null)!
        where new PyxproBusinessException(code, errorMessage: null).Outcome == PyxproOutcome.Refused
        select code.Value;

    private static async Task<Dictionary<string, CallFault?>> RunAsync(int seed, int degreeOfParallelism)
    {
        var scene = new SimulatorScene(options => options.CircuitMinimumAttempts = 1_000_000);
        scene.Simulator.Faults.AddRandom(seed, percent: 20);

        await Parallel.ForEachAsync(
            Enumerable.Range(0, Orders),
            new ParallelOptions { MaxDegreeOfParallelism = degreeOfParallelism },
            async (number, _) =>
            {
                try
                {
                    await scene.CreateAsync($"N{number}");
                }
                catch (PyxproException)
                {
                    // What is drawn is what is asked here.
                }
            });

        return scene.Simulator.Log
            .OrderBy(entry => entry.OutTradeNo, StringComparer.Ordinal)
            .ToDictionary(entry => entry.OutTradeNo!, entry => entry.Fault);
    }
}
