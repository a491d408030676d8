namespace Pyxpro.Sdk.Tests;

/// <summary>How long is waited between two attempts.</summary>
public class RetryPolicyBackOffTests
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MaxRetryDelay = TimeSpan.FromSeconds(5);

    [Fact]
    public async Task Pauses_OfManyCalls_GrowDifferAndStayWithinTheLimit()
    {
        const int Calls = 200;
        var pauses = new List<TimeSpan[]>();
        for (var i = 0; i < Calls; i++)
        {
            pauses.Add(await PausesAsync(Replies.Http(503)));
        }

        pauses.SelectMany(pause => pause).Should().OnlyContain(
            pause => pause >= TimeSpan.Zero && pause <= MaxRetryDelay);
        foreach (var nth in Enumerable.Range(0, pauses[0].Length))
        {
            pauses.Select(pause => pause[nth]).Distinct().Count()
                .Should().BeGreaterThan(Calls / 4, "clients that failed together must not come back together");
        }

        Average(0).Should().BeCloseTo(RetryDelay, RetryDelay / 2);
        Average(1).Should().BeGreaterThan(Average(0));
        Average(2).Should().BeGreaterThan(Average(1));

        TimeSpan Average(int nth) => TimeSpan.FromMilliseconds(pauses.Average(pause => pause[nth].TotalMilliseconds));
    }

    [Theory]
    [InlineData("1", 1)]
    [InlineData("20", 20)]
    public async Task Pause_RetryAfterInSeconds_IsThatLongWhateverTheBackOffSays(string retryAfter, int seconds)
    {
        using var gateway = new ScriptedGateway(
            Replies.Http(429, retryAfter), Replies.Good(PyxproOperation.QueryOrder));
        var call = gateway.CreateClient().CallAsync(PyxproOperation.QueryOrder);

        await EndsExactlyAfterAsync(gateway, call, TimeSpan.FromSeconds(seconds));
    }

    [Fact]
    public async Task Pause_RetryAfterAsADate_EndsThen()
    {
        using var gateway = new ScriptedGateway(number => number == 1
            ? Replies.Http(503, "Tue, 26 May 2026 12:00:07 GMT")
            : Replies.Good(PyxproOperation.Refund));
        var call = gateway.CreateClient().CallAsync(PyxproOperation.Refund);

        await EndsExactlyAfterAsync(gateway, call, TimeSpan.FromSeconds(7));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-5")]
    [InlineData("soon")]
    [InlineData("1.5")]
    [InlineData("")]
    [InlineData("99999999999999999999")]
    [InlineData("Tue, 26 May 2026 11:59:00 GMT")]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT")]
    public async Task Pause_RetryAfterThatSaysNothing_IsLeftToTheBackOff(string retryAfter)
    {
        var pauses = await PausesAsync(Replies.Http(429, retryAfter));

        pauses.Should().HaveCount(3).And.OnlyContain(pause => pause <= MaxRetryDelay);
        pauses.Should().Contain(pause => pause > TimeSpan.Zero, "an overloaded gateway is not hammered");
    }

    [Theory]
    [InlineData("30")]
    [InlineData("86400")]
    [InlineData("2147483647")]
    [InlineData("Wed, 27 May 2026 12:00:00 GMT")]
    [InlineData("Fri, 31 Dec 9999 23:59:59 GMT")]
    public async Task Call_RetryAfterLongerThanWhatIsLeft_FailsAtOnce(string retryAfter)
    {
        using var gateway = new ScriptedGateway(Replies.Http(429, retryAfter));

        var call = gateway.CreateClient().CallAsync(PyxproOperation.QueryOrder);

        call.IsCompleted.Should().BeTrue("nothing is waited for");
        var exception = (await FluentActions.Awaiting(() => call).Should().ThrowAsync<PyxproTransportException>())
            .Which;
        exception.StatusCode.Should().Be(System.Net.HttpStatusCode.TooManyRequests);
        exception.RetryAfter.Should().BeGreaterThanOrEqualTo(TimeSpan.FromSeconds(30));
        gateway.Requests.Should().Be(1);
    }

    // The second wait would end after the whole call must have ended.
    [Fact]
    public async Task Call_SecondRetryAfterLongerThanWhatIsLeft_FailsWithoutWaitingForIt()
    {
        using var gateway = new ScriptedGateway(Replies.Http(429, "20"));
        var started = gateway.Time.Now;

        var exception = await gateway.FailAsync<PyxproTransportException>(
            gateway.CreateClient(), PyxproOperation.QueryOrder);

        gateway.Requests.Should().Be(2);
        (gateway.Time.Now - started).Should().Be(TimeSpan.FromSeconds(20));
        exception.RetryAfter.Should().Be(TimeSpan.FromSeconds(20));
    }

    private static async Task EndsExactlyAfterAsync(ScriptedGateway gateway, Task call, TimeSpan pause)
    {
        gateway.Time.Advance(pause - TimeSpan.FromTicks(1));
        gateway.Requests.Should().Be(1);

        gateway.Time.Advance(TimeSpan.FromTicks(1));
        await call;
        gateway.Requests.Should().Be(2);
    }

    private static async Task<TimeSpan[]> PausesAsync(Reply reply)
    {
        using var gateway = new ScriptedGateway(reply);
        var client = gateway.CreateClient(options =>
        {
            (options.MaxAttempts, options.RetryDelay, options.MaxRetryDelay) = (4, RetryDelay, MaxRetryDelay);
        });

        await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.QueryOrder);

        return [.. gateway.Times.Zip(gateway.Times.Skip(1), (before, after) => after - before)];
    }
}
