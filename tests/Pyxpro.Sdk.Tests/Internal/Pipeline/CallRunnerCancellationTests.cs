namespace Pyxpro.Sdk.Tests;

/// <summary>A caller who stops waiting while the client does.</summary>
public class CallRunnerCancellationTests
{
    private static readonly Dictionary<string, Reply[]> Attempts = new()
    {
        ["not sent"] = [Replies.Refused],
        ["not sent twice"] = [Replies.Refused, Replies.Refused],
        ["busy"] = [Replies.Busy],
        ["lost"] = [Replies.Lost],
        ["HTTP 503"] = [Replies.Http(503, "20")],
        ["lost, then not sent"] = [Replies.Lost, Replies.Refused],
        ["not sent, then lost"] = [Replies.Refused, Replies.Lost],
    };

    [Theory]
    [InlineData("not sent", PyxproOutcome.NotSent)]
    [InlineData("not sent twice", PyxproOutcome.NotSent)]
    [InlineData("busy", PyxproOutcome.Refused)]
    [InlineData("lost", PyxproOutcome.Uncertain)]
    [InlineData("HTTP 503", PyxproOutcome.Uncertain)]
    [InlineData("lost, then not sent", PyxproOutcome.Uncertain)]
    [InlineData("not sent, then lost", PyxproOutcome.Uncertain)]
    public async Task Cancel_WhileWaitingForTheNextAttempt_EndsAtOnceAndSaysWhatIsKnown(
        string attempts, PyxproOutcome outcome)
    {
        using var stop = new CancellationTokenSource();
        using var gateway = new ScriptedGateway(Attempts[attempts]);
        var call = gateway.CreateClient(WithPauses).CallAsync(PyxproOperation.Refund, stop.Token);
        while (gateway.Requests < Attempts[attempts].Length)
        {
            gateway.Time.StepToNextTimer();
        }

        call.IsCompleted.Should().BeFalse();
        await stop.CancelAsync();

        var exception = (await FluentActions.Awaiting(() => call).Should().ThrowAsync<PyxproCanceledException>()).Which;
        exception.Outcome.Should().Be(outcome);
        exception.CancellationToken.Should().Be(stop.Token);
        exception.Call.Attempts.Should().Be(Attempts[attempts].Length);
        exception.Call.OutRefundNo.Should().Be("RF-1");
        gateway.Requests.Should().Be(Attempts[attempts].Length);
    }

    [Fact]
    public async Task Cancel_BeforeTheCall_SendsNothing()
    {
        using var gateway = new ScriptedGateway(Replies.Lost);

        var act = () => gateway.CreateClient().CallAsync(PyxproOperation.Refund, new CancellationToken(canceled: true));

        var exception = (await act.Should().ThrowAsync<PyxproCanceledException>()).Which;
        exception.Outcome.Should().Be(PyxproOutcome.NotSent);
        exception.Call.Attempts.Should().Be(0);
        gateway.Requests.Should().Be(0);
    }

    [Theory]
    [InlineData(false, PyxproOutcome.NotSent)]
    [InlineData(true, PyxproOutcome.Uncertain)]
    public async Task Cancel_WithinASecondAttemptOfWhichNothingLeft_IsWhatTheFirstWas(
        bool isFirstLost, PyxproOutcome outcome)
    {
        using var stop = new CancellationTokenSource();
        using var gateway = new ScriptedGateway(isFirstLost ? Replies.Lost : Replies.Refused, Connecting);
        var call = gateway.CreateClient().CallAsync(PyxproOperation.CloseOrder, stop.Token);
        while (gateway.Requests < 2)
        {
            gateway.Time.StepToNextTimer();
        }

        await stop.CancelAsync();

        var exception = (await FluentActions.Awaiting(() => call).Should().ThrowAsync<PyxproCanceledException>()).Which;
        exception.Outcome.Should().Be(outcome);
        exception.Call.Attempts.Should().Be(2);
    }

    private static async Task<HttpResponseMessage> Connecting(HttpRequestMessage request, CancellationToken stop)
    {
        await Task.Delay(Timeout.Infinite, stop);

        throw new InvalidOperationException("Nobody stopped it.");
    }

    // Chance makes a pause as short as nothing with small delays; here it must be long enough to cancel in.
    private static void WithPauses(PyxproOptions options) =>
        (options.RetryDelay, options.MaxRetryDelay) = (TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5));
}
