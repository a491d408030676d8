namespace Pyxpro.Sdk.Tests;

/// <summary>How often the gateway is polled, how long, and what ends it: the same whatever became uncertain.</summary>
public class OutcomePollerTests
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(15);

    private static readonly Dictionary<string, Func<PyxproClient, TimeSpan, CancellationToken, Task<Resolved>>> All =
        new()
        {
            ["create"] = async (client, timeout, stop) => Resolved.Of(
                await client.ResolveCreateNativeOrderAsync(TestMerchant.CreateRequest, timeout, stop)),
            ["close"] = async (client, timeout, stop) => Resolved.Of(
                await client.ResolveCloseOrderAsync(Resolutions.Close, timeout, stop)),
            ["refund"] = async (client, timeout, stop) => Resolved.Of(
                await client.ResolveRefundAsync(TestMerchant.RefundRequest, timeout, stop)),
        };

    public static TheoryData<string> Calls => [.. All.Keys];

    public static MatrixTheoryData<string, string> CallsAndFailures => new(All.Keys, Resolutions.Failures.Keys);

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Resolve_NeverSeen_IsNotFoundAtTheDeadlineAndNotATickEarlier(string call)
    {
        using var gateway = new ScriptedGateway(Resolutions.NotExists);
        var started = gateway.Time.Now;

        var resolved = await gateway.Time.RunAsync(
            All[call](gateway.CreatePollingClient(), Resolutions.Timeout, default));

        resolved.Should().Be(new Resolved(PyxproResolutionState.NotFound, null, null));
        (gateway.Time.Now - started).Should().Be(Resolutions.Timeout);
    }

    [Theory]
    [MemberData(nameof(CallsAndFailures))]
    public async Task Resolve_OnlyFailures_IsUnknownAndSaysWhy(string call, string failure)
    {
        using var gateway = new ScriptedGateway(Resolutions.Failures[failure]);
        var started = gateway.Time.Now;

        var resolved = await gateway.Time.RunAsync(
            All[call](gateway.CreatePollingClient(), Resolutions.Timeout, default));

        resolved.State.Should().Be(PyxproResolutionState.Unknown);
        resolved.Failure.Should().NotBeNull();
        (gateway.Time.Now - started).Should().Be(Resolutions.Timeout);
    }

    // The first query is still running at the timeout.
    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Resolve_DeadlineStrikesWithinAQuery_SaysWhyThereIsNoResponse(string call)
    {
        using var gateway = new ScriptedGateway(Replies.Silence);

        var resolved = await gateway.Time.RunAsync(
            All[call](gateway.CreatePollingClient(), TimeSpan.FromSeconds(5), default));

        resolved.State.Should().Be(PyxproResolutionState.Unknown);
        resolved.Failure.Should().BeOfType<PyxproTransportException>()
            .Which.Outcome.Should().Be(PyxproOutcome.Uncertain);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Resolve_FailuresAfterNotFound_IsNotFoundAndSaysWhyItEndedSo(string call)
    {
        using var gateway = new ScriptedGateway(Resolutions.NotExists, Replies.Http(503));

        var resolved = await gateway.Time.RunAsync(
            All[call](gateway.CreatePollingClient(), Resolutions.Timeout, default));

        resolved.State.Should().Be(PyxproResolutionState.NotFound);
        resolved.Failure.Should().BeOfType<PyxproTransportException>();
    }

    [Theory]
    [InlineData("create", "Auth valid fail")]
    [InlineData("close", "Signature error")]
    [InlineData("refund", "NOAUTH")]
    [InlineData("create", "PARAM_ERROR")]
    [InlineData("refund", "ACCOUNTERROR")]
    public async Task Resolve_ErrorThatAnotherQueryCannotFix_IsThrownAtOnce(string call, string error)
    {
        using var gateway = new ScriptedGateway(Resolutions.NotExists, Replies.Error(error));

        var resolved = await gateway.Time.RunAsync(
            All[call](gateway.CreatePollingClient(), Resolutions.Timeout, default));

        resolved.State.Should().Be(PyxproResolutionState.Unknown, "the gateway did not look this time");
        resolved.Failure.Should().BeOfType<PyxproBusinessException>().Which.ErrorCode.Value.Should().Be(error);
        gateway.Requests.Should().Be(2);
    }

    // Some brands send the code in err_msg. "Not seen" would be a lie where the gateway did not look.
    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Resolve_SuchAnErrorInWords_EndsItAtOnceToo(string call)
    {
        using var gateway = new ScriptedGateway(Replies.Error("E1", "Auth valid fail"));

        var resolved = await gateway.Time.RunAsync(
            All[call](gateway.CreatePollingClient(), Resolutions.Timeout, default));

        resolved.State.Should().Be(PyxproResolutionState.Unknown);
        resolved.Failure.Should().BeOfType<PyxproBusinessException>();
        gateway.Requests.Should().Be(1);
    }

    [Fact]
    public async Task Pauses_OfManySamplesGrowToFifteenSecondsAndDiffer()
    {
        const int Samples = 50;
        var pauses = new List<TimeSpan[]>();
        for (var i = 0; i < Samples; i++)
        {
            using var gateway = new ScriptedGateway(Resolutions.NotExists);
            await gateway.Time.RunAsync(
                All["create"](gateway.CreatePollingClient(), TimeSpan.FromMinutes(10), default));
            pauses.Add([.. gateway.Times.Zip(gateway.Times.Skip(1), (before, after) => after - before)]);
        }

        pauses.SelectMany(pause => pause).Should().OnlyContain(pause => pause >= TimeSpan.Zero && pause <= MaxPause);
        pauses.Select(pause => pause[0]).Distinct().Count().Should().BeGreaterThan(Samples / 2);
        Average(0).Should().BeLessThan(3);
        Average(2).Should().BeGreaterThan(Average(0));
        Average(12).Should().BeGreaterThan(10);

        double Average(int nth) => pauses.Average(pause => pause[nth].TotalSeconds);
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Resolve_CancelledWhileWaiting_EndsAtOnce(string call)
    {
        using var stop = new CancellationTokenSource();
        using var gateway = new ScriptedGateway(Resolutions.NotExists);
        var started = gateway.Time.Now;
        var resolving = All[call](gateway.CreatePollingClient(), Resolutions.Timeout, stop.Token);

        await stop.CancelAsync();

        await FluentActions.Awaiting(() => resolving).Should().ThrowAsync<OperationCanceledException>();
        (gateway.Requests, gateway.Time.Now).Should().Be((1, started));
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Resolve_CancelledWithinAQuery_EndsAtOnce(string call)
    {
        using var stop = new CancellationTokenSource();
        using var gateway = new ScriptedGateway(Replies.Silence);
        var resolving = All[call](gateway.CreatePollingClient(), Resolutions.Timeout, stop.Token);

        await stop.CancelAsync();

        await FluentActions.Awaiting(() => resolving).Should().ThrowAsync<OperationCanceledException>();
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Resolve_TimeoutOutOfRange_IsRefusedBeforeAnythingIsAsked(string call)
    {
        using var gateway = new ScriptedGateway(Resolutions.NotExists);
        var second = TimeSpan.FromSeconds(1);
        var tick = TimeSpan.FromTicks(1);

        foreach (var timeout in new[]
        {
            second - tick, TimeSpan.Zero, -second, TimeSpan.FromHours(1) + tick, Timeout.InfiniteTimeSpan,
        })
        {
            var act = () => All[call](gateway.CreatePollingClient(), timeout, default);
            await act.Should().ThrowAsync<ArgumentOutOfRangeException>().WithParameterName("timeout");
        }

        gateway.Requests.Should().Be(0);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3600)]
    public async Task Resolve_TimeoutAtItsLimit_IsTheDeadline(int seconds)
    {
        using var gateway = new ScriptedGateway(Resolutions.NotExists);
        var started = gateway.Time.Now;

        await gateway.Time.RunAsync(
            All["close"](gateway.CreatePollingClient(), TimeSpan.FromSeconds(seconds), default));

        (gateway.Time.Now - started).Should().Be(TimeSpan.FromSeconds(seconds));
    }

    private sealed record Resolved(PyxproResolutionState State, object? Response, PyxproException? Failure)
    {
        public static Resolved Of<T>(PyxproResolution<T> resolution)
            where T : class =>
            new(resolution.State, resolution.Response, resolution.LastFailure);
    }
}
