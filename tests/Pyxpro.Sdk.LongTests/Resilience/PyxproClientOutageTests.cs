namespace Pyxpro.Sdk.Tests;

/// <summary>A gateway that is down is not hammered.</summary>
public class PyxproClientOutageTests
{
    private const int Calls = 10_000;

    // One request a call, and a tenth more.
    private const int Allowed = 11_000;

    private static readonly int Minimum = new PyxproOptions().CircuitMinimumAttempts;

    // So slow that the outage takes a hundred seconds and the circuit opens again and again.
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(100);

    [Theory]
    [InlineData("connection refused", 1)]
    [InlineData("HTTP 503", 1)]
    [InlineData("connection refused", 64)]
    [InlineData("HTTP 503", 64)]
    [InlineData("timeout", 64)]
    public async Task Calls_ThroughAnOutage_MakeFewRequests(string failure, int callers)
    {
        const int Breaks = 10;
        const int CallsBetweenPauses = 10;
        using var gateway = new ScriptedGateway(FailedAttempts.All[failure].Reply);
        var client = gateway.CreateClient(WithoutWitnesses);
        var pause = Outage * callers * CallsBetweenPauses / Calls;

        await gateway.Time.RunAsync([.. Enumerable.Range(0, callers).Select(CallAsync)]);

        TestContext.Current.TestOutputHelper?.WriteLine($"{gateway.Requests} requests of {Calls} calls");
        gateway.Requests.Should()
            .BeLessThanOrEqualTo(Allowed, "there are {0} requests of {1} calls", gateway.Requests, Calls)
            .And.BeLessThanOrEqualTo(Minimum + callers + Breaks, "an open circuit lets one through for each break");

        async Task CallAsync(int caller)
        {
            for (var i = caller; i < Calls; i += callers)
            {
                var call = client.CallAsync(Operations.All[i % Operations.All.Length]);
                await call.ContinueWith(
                    static _ => { },
                    CancellationToken.None,
                    TaskContinuationOptions.ExecuteSynchronously,
                    TaskScheduler.Default);
                if (i / callers % CallsBetweenPauses == 0)
                {
                    await gateway.Time.WaitAsync(pause);
                }
            }
        }
    }

    [Theory]
    [InlineData("connection refused")]
    [InlineData("HTTP 503")]
    public async Task Calls_OnManyThreads_MakeFewRequests(string failure)
    {
        const int Callers = 64;
        using var gateway = new ScriptedGateway(FailedAttempts.All[failure].Reply);
        var client = gateway.CreateClient(options => options.RetryDelay = TimeSpan.Zero);
        var failures = 0;

        await Parallel.ForAsync(0, Calls, new ParallelOptions { MaxDegreeOfParallelism = Callers }, async (i, _) =>
        {
            await FluentActions.Awaiting(() => client.CallAsync(Operations.All[i % Operations.All.Length]))
                .Should().ThrowAsync<PyxproTransportException>();
            Interlocked.Increment(ref failures);
        });

        failures.Should().Be(Calls);
        TestContext.Current.TestOutputHelper?.WriteLine($"{gateway.Requests} requests of {Calls} calls");
        gateway.Requests.Should()
            .BeLessThanOrEqualTo(Allowed, "there are {0} requests of {1} calls", gateway.Requests, Calls)
            .And.BeLessThanOrEqualTo(3 * Callers, "the circuit opens before the callers come back");
    }

    // They are too rare for the circuit to open.
    [Fact]
    public async Task Calls_OneAMinuteThroughAnOutage_AreSoonMadeOnce()
    {
        const int FullBudget = 100;
        using var gateway = new ScriptedGateway(Replies.Http(503));
        var client = gateway.CreateClient(options => options.RetryDelay = TimeSpan.Zero);

        for (var i = 0; i < Calls; i++)
        {
            var act = () => client.CallAsync(Operations.All[i % Operations.All.Length]);
            await act.Should().ThrowAsync<PyxproTransportException>();
            gateway.Time.Advance(TimeSpan.FromMinutes(1));
        }

        gateway.Requests.Should().BeLessThanOrEqualTo(Allowed).And.BeInRange(Calls, Calls + FullBudget);
    }

    [Fact]
    public async Task Budget_AfterSuccesses_AllowsRetriesAgain()
    {
        const int Full = 500;
        var isDown = true;
        using var gateway = new ScriptedGateway(
            _ => isDown ? Replies.Http(503) : Replies.Good(PyxproOperation.QueryOrder));
        var client = gateway.CreateClient(options => options.CircuitMinimumAttempts = 1_000_000);
        for (var i = 0; i < Full; i++)
        {
            await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.QueryOrder);
        }

        (await AttemptsAsync()).Should().Be(1);
        isDown = false;
        for (var i = 0; i < 5; i++)
        {
            await client.CallAsync(PyxproOperation.QueryOrder);
        }

        isDown = true;
        (await AttemptsAsync()).Should().Be(2);
        (await AttemptsAsync()).Should().Be(1);

        async Task<int> AttemptsAsync() =>
            (await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.QueryOrder)).Call!.Attempts;
    }

    // The circuit tells of its changes on another thread, where the clock cannot wait for it.
    private static void WithoutWitnesses(PyxproOptions options) =>
        options.ConfigureResilience = (builder, resilience) =>
        {
            var circuit = resilience.CircuitBreaker;
            (circuit.OnOpened, circuit.OnHalfOpened, circuit.OnClosed) = (null, null, null);
            resilience.AddTo(builder);
        };
}
