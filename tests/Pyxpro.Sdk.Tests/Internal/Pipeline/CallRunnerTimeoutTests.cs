using System.Net;

namespace Pyxpro.Sdk.Tests;

/// <summary>Calls end in time, whatever the gateway does.</summary>
public class CallRunnerTimeoutTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(125);
    private static readonly TimeSpan Grace = TimeSpan.FromMilliseconds(250);

    // Only a test that fails ever gets here.
    private static readonly TimeSpan TestTimeout = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, Func<SteppedTime, Reply>> Gateways = new()
    {
        ["silent"] = _ => Replies.Silence,
        ["slowly failing"] = time => SlowReplies.After(time, TimeSpan.FromSeconds(9), Replies.Http(503)),
        ["slowly cutting"] = time => SlowReplies.After(time, TimeSpan.FromSeconds(7), Replies.Lost),
        ["slowly refusing"] = time => SlowReplies.After(time, TimeSpan.FromSeconds(4), Replies.Refused),
        ["slowly busy"] = time => SlowReplies.After(time, TimeSpan.FromSeconds(4), Replies.Busy),
        ["dripping"] = time => SlowReplies.Drip(time, TimeSpan.FromSeconds(2), PyxproOperation.QueryOrder),
    };

    [Theory]
    [InlineData("silent", PyxproOutcome.Uncertain)]
    [InlineData("slowly failing", PyxproOutcome.Uncertain)]
    [InlineData("slowly cutting", PyxproOutcome.Uncertain)]
    [InlineData("slowly refusing", PyxproOutcome.NotSent)]
    [InlineData("slowly busy", PyxproOutcome.Refused)]
    [InlineData("dripping", PyxproOutcome.Uncertain)]
    public async Task Call_ThousandToASlowGateway_EndNoLaterThanTheirDeadline(string gatewayName, PyxproOutcome outcome)
    {
        const int Calls = 1_000;
        var time = new SteppedTime();
        using var gateway = new ScriptedGateway(Gateways[gatewayName](time)) { Time = time };
        var client = gateway.CreateClient(options => options.CircuitMinimumAttempts = 1_000_000);

        var calls = Enumerable.Range(0, Calls)
            .Select(i => client.CallAsync(Operations.All[i % Operations.All.Length]))
            .ToList();
        var deadline = time.Now + new PyxproOptions().TotalTimeout + Grace;
        while (time.Now < deadline)
        {
            time.Advance(Step);
        }

        // The clock stands still now: what has not ended never does.
        var ended = Task.WhenAll(calls).ContinueWith(_ => true, TaskScheduler.Default);
        (await ended.WaitAsync(TestTimeout)).Should().BeTrue();
        calls.Select(call => call.Exception!.InnerException).Should()
            .AllBeAssignableTo<PyxproException>()
            .And.OnlyContain(exception => ((PyxproException)exception!).Outcome == outcome);
        gateway.Requests.Should().BeInRange(Calls, 3 * Calls);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(3, 30)]
    public async Task Call_GatewayNeverResponds_EndsAtTheDeadlineAndNotATickEarlier(int maxAttempts, int seconds)
    {
        using var gateway = new ScriptedGateway(Replies.Silence);
        var client = gateway.CreateClient(options =>
        {
            options.MaxAttempts = maxAttempts;
            options.TotalTimeout = TimeSpan.FromSeconds(30);
        });
        var started = gateway.Time.Now;

        await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.QueryOrder);

        (gateway.Time.Now - started).Should().Be(TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task Call_ResponseDripsFastEnough_IsReadToItsEnd()
    {
        var time = new SteppedTime();
        var reply = SlowReplies.Drip(time, TimeSpan.FromMilliseconds(10), PyxproOperation.QueryOrder);
        using var gateway = new ScriptedGateway(reply) { Time = time };

        var response = await time.RunAsync(gateway.CreateClient().QueryOrderAsync(new() { OutTradeNo = "ORDER_1" }));

        response.TradeState.Should().Be(TradeState.NotPay);
    }

    [Theory]
    [InlineData("HTTP 503", HttpStatusCode.ServiceUnavailable, PyxproOutcome.Uncertain)]
    [InlineData("connection cut", null, PyxproOutcome.Uncertain)]
    [InlineData("connection refused", null, PyxproOutcome.NotSent)]
    [InlineData("busy code", null, PyxproOutcome.Refused)]
    public async Task Call_DeadlineStrikesBetweenAttempts_TellsOfTheLastFailure(
        string failure, HttpStatusCode? status, PyxproOutcome outcome)
    {
        using var gateway = new ScriptedGateway(FailedAttempts.All[failure].Reply);
        var client = gateway.CreateClient(WithAPauseBeyondTheDeadline);
        var call = client.CallAsync(PyxproOperation.Refund);

        gateway.Time.Advance(new PyxproOptions().TotalTimeout - TimeSpan.FromTicks(1));
        call.IsCompleted.Should().BeFalse();
        gateway.Time.Advance(TimeSpan.FromTicks(1));

        var exception = (await FluentActions.Awaiting(() => call).Should().ThrowAsync<PyxproException>()).Which;
        (exception as PyxproTransportException)?.StatusCode.Should().Be(status);
        (exception is PyxproBusinessException).Should().Be(outcome == PyxproOutcome.Refused);
        exception.Outcome.Should().Be(outcome);
        exception.Call!.Attempts.Should().Be(1);
    }

    private static void WithAPauseBeyondTheDeadline(PyxproOptions options) =>
        options.ConfigureResilience = (builder, resilience) =>
        {
            resilience.Retry!.DelayGenerator = _ => ValueTask.FromResult<TimeSpan?>(TimeSpan.FromMinutes(1));
            resilience.AddTo(builder);
        };
}
