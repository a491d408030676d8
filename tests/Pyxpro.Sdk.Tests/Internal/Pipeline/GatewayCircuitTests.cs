namespace Pyxpro.Sdk.Tests;

/// <summary>When the circuit breaker opens, and when it closes.</summary>
public class GatewayCircuitTests
{
    private const int Minimum = 10;

    private static readonly TimeSpan Break = TimeSpan.FromSeconds(10);

    public static TheoryData<string> Countable =>
        [.. FailedAttempts.All.Where(IsCountable).Select(failure => failure.Key)];

    public static TheoryData<string> NotCountable =>
        [.. FailedAttempts.All.Where(failure => !IsCountable(failure)).Select(failure => failure.Key)];

    [Theory]
    [MemberData(nameof(Countable))]
    public async Task Circuit_GatewayCannotBeReached_OpensAfterTheMinimumOfAttempts(string failure)
    {
        using var gateway = new ScriptedGateway(FailedAttempts.All[failure].Reply);
        var client = gateway.CreateClient(OneAttempt);

        for (var i = 0; i < 5 * Minimum; i++)
        {
            await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.QueryOrder);
        }

        gateway.Requests.Should().Be(Minimum);
    }

    // A merchant with a wrong key would otherwise keep itself from trying the right one; and payers whose text a firewall
    // refuses, or a flood of orders that is throttled, would stop the payments of all others.
    [Theory]
    [MemberData(nameof(NotCountable))]
    public async Task Circuit_GatewayResponds_StaysClosedWhateverItSays(string failure)
    {
        using var gateway = new ScriptedGateway(FailedAttempts.All[failure].Reply);
        var client = gateway.CreateClient(OneAttempt);

        for (var i = 0; i < 10 * Minimum; i++)
        {
            await gateway.FailAsync<PyxproException>(client, PyxproOperation.QueryOrder);
        }

        gateway.Requests.Should().Be(10 * Minimum);
    }

    [Theory]
    [MemberData(nameof(RetryPolicyTableTests.EveryOperation), MemberType = typeof(RetryPolicyTableTests))]
    public async Task Call_CircuitIsOpen_FailsAtOnceAndSaysForHowLong(PyxproOperation operation)
    {
        using var gateway = new ScriptedGateway(Replies.Http(503));
        var client = await OpenAsync(gateway);
        gateway.Time.Advance(TimeSpan.FromSeconds(4));

        var act = () => client.CallAsync(operation);

        var exception = (await act.Should().ThrowAsync<PyxproTransportException>()).Which;
        exception.Outcome.Should().Be(PyxproOutcome.NotSent);
        exception.Call!.Attempts.Should().Be(0);
        exception.StatusCode.Should().BeNull();
        exception.RetryAfter.Should().Be(TimeSpan.FromSeconds(6));
        exception.Message.Should().Contain("0 attempts").And.Contain("Retry after 6 s.").And.Contain("safe to retry");
        gateway.Requests.Should().Be(Minimum);
    }

    [Fact]
    public async Task Circuit_OpensWithinACall_EndsItWithWhatItsAttemptsWere()
    {
        using var gateway = new ScriptedGateway(Replies.Http(503));
        var client = gateway.CreateClient(options => options.CircuitMinimumAttempts = 2);

        var exception = await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.Refund);

        gateway.Requests.Should().Be(2);
        exception.Call!.Attempts.Should().Be(2);
        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
        exception.StatusCode.Should().Be(System.Net.HttpStatusCode.ServiceUnavailable);
        exception.Message.Should().Contain("HTTP 503").And.Contain("ResolveRefundAsync");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Circuit_BreakIsOver_LetsOneCallOfManyThroughAndGoesByItsEnd(bool isWell)
    {
        const int Callers = 64;
        var end = new TaskCompletionSource<HttpResponseMessage>();
        using var gateway = new ScriptedGateway(number =>
            number <= Minimum ? Replies.Http(503) : number == Minimum + 1 ? (_, _) => end.Task : Response);
        var client = await OpenAsync(gateway);

        gateway.Time.Advance(Break);
        var calls = Enumerable.Range(0, Callers).Select(_ => client.CallAsync(PyxproOperation.QueryOrder)).ToList();
        foreach (var call in calls.Skip(1))
        {
            (await FluentActions.Awaiting(() => call).Should().ThrowAsync<PyxproTransportException>())
                .Which.Outcome.Should().Be(PyxproOutcome.NotSent);
        }

        end.SetResult(await (isWell ? Response : Replies.Http(503))(new(), default));
        await Quietly(calls[0]);
        calls[0].IsFaulted.Should().Be(!isWell);
        gateway.Requests.Should().Be(Minimum + 1);
        var next = () => client.CallAsync(PyxproOperation.QueryOrder);
        await (isWell ? (Task)next.Should().NotThrowAsync() : next.Should().ThrowAsync<PyxproTransportException>());
        gateway.Requests.Should().Be(isWell ? Minimum + 2 : Minimum + 1);

        gateway.Time.Advance(Break);
        await next.Should().NotThrowAsync("the gateway is well again");
    }

    [Theory]
    [InlineData(50, 5, true)]
    [InlineData(50, 6, false)]
    [InlineData(100, 1, false)]
    [InlineData(20, 8, true)]
    [InlineData(20, 9, false)]
    public async Task Circuit_SomeAttemptsFail_OpensByTheirPart(int percent, int successes, bool isOpen)
    {
        using var gateway = new ScriptedGateway(number => number <= successes ? Response : Replies.Http(500));
        var client = gateway.CreateClient(options =>
        {
            OneAttempt(options);
            options.CircuitFailurePercent = percent;
        });

        for (var i = 0; i < Minimum + 1; i++)
        {
            await Quietly(client.CallAsync(PyxproOperation.CloseOrder));
        }

        gateway.Requests.Should().Be(isOpen ? Minimum : Minimum + 1);
    }

    [Fact]
    public async Task Circuit_FailuresThatAreFarApart_StaysClosed()
    {
        using var gateway = new ScriptedGateway(Replies.Http(503));
        var client = gateway.CreateClient(options => options.MaxAttempts = 1);

        for (var i = 0; i < 5 * Minimum; i++)
        {
            await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.QueryOrder);
            gateway.Time.Advance(TimeSpan.FromSeconds(4));
        }

        gateway.Requests.Should().Be(5 * Minimum);
    }

    // To the circuit breaker such an attempt looks as if its caller had given it up.
    [Fact]
    public async Task Circuit_AttemptsCutShortByTheTotalTimeout_CountAsFailures()
    {
        var time = new SteppedTime();
        var slow = SlowReplies.After(time, TimeSpan.FromSeconds(1), Replies.Lost);
        using var gateway = new ScriptedGateway(number => number % 2 == 1 ? slow : Replies.Silence) { Time = time };
        var client = gateway.CreateClient(options =>
        {
            (options.CircuitSamplingDuration, options.CircuitFailurePercent) = (TimeSpan.FromHours(1), 100);
            options.AttemptTimeout = options.TotalTimeout - TimeSpan.FromSeconds(1);
        });

        for (var i = 0; i < Minimum; i++)
        {
            await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.Refund);
        }

        gateway.Requests.Should().Be(Minimum);
    }

    private static Reply Response { get; } = Replies.Signed(("trade_state", "NOTPAY"));

    private static async Task<PyxproClient> OpenAsync(ScriptedGateway gateway)
    {
        var client = gateway.CreateClient(OneAttempt);
        for (var i = 0; i < Minimum; i++)
        {
            await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.QueryOrder);
        }

        return client;
    }

    private static Task Quietly(Task call) => call.ContinueWith(
        static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private static void OneAttempt(PyxproOptions options) =>
        (options.MaxAttempts, options.CircuitSamplingDuration) = (1, TimeSpan.FromHours(1));

    private static bool IsCountable(KeyValuePair<string, (Failed Kind, Reply Reply, PyxproOutcome Outcome)> failure) =>
        failure.Value.Kind is Failed.NotSent or Failed.Lost && failure.Key is not (
            "HTML" or "empty" or "HTTP 302" or "HTTP 403" or "HTTP 404" or "HTTP 408" or "HTTP 429"
            or "handler's own exception");
}
