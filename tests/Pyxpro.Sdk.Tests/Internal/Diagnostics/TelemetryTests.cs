using System.Diagnostics;

namespace Pyxpro.Sdk.Tests;

/// <summary>What spans and durations say of each way in which a call ends.</summary>
public class TelemetryTests
{
    public static TheoryData<string> Ends => CallEnd.Names;

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Span_OfACall_SaysHowItEnded(string name)
    {
        var (merchant, end) = await RunAsync(name);
        using var _ = merchant;

        var span = merchant.Spans.Calls.Should().ContainSingle().Which;
        span.GetTagItem("pyxpro.outcome").Should().Be(end.Outcome);
        span.GetTagItem("pyxpro.attempts").Should().Be(end.Attempts);
        span.GetTagItem("error.type").Should().Be(end.ErrorType);
        span.GetTagItem("pyxpro.error_kind").Should().Be(end.ErrorKind);
        span.Status.Should().Be(end.ErrorType is null ? ActivityStatusCode.Unset : ActivityStatusCode.Error);
        span.StatusDescription.Should().BeNull();
        span.Events.Should().BeEmpty();
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Spans_OfAttempts_AreOneEachAndSayWhichFailed(string name)
    {
        var (merchant, end) = await RunAsync(name);
        using var _ = merchant;

        var attempts = merchant.Spans.Attempts.ToList();
        attempts.Select(span => span.GetTagItem("pyxpro.attempt"))
            .Should().Equal(Enumerable.Range(1, end.Attempts).Cast<object>());
        attempts.Select(span => (span.Status, HasType: span.GetTagItem("error.type") is string)).Should().Equal(
            attempts.Select((_, index) => index == attempts.Count - 1 && end.ErrorType is null
                ? (ActivityStatusCode.Unset, false)
                : (ActivityStatusCode.Error, true)));
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public async Task Duration_OfACall_IsMeasuredOnceWithFewTags(string name)
    {
        var (merchant, end) = await RunAsync(name);
        using var _ = merchant;

        var duration = merchant.Durations.GetMeasurementSnapshot().Should().ContainSingle().Which;
        var expected = new Dictionary<string, object?>
        {
            ["pyxpro.operation"] = merchant.Spans.Calls.Single().GetTagItem("pyxpro.operation"),
            ["pyxpro.outcome"] = end.Outcome,
            ["server.address"] = "gateway.test",
            ["server.port"] = 443,
        };
        if (end.ErrorType is not null)
        {
            expected["error.type"] = end.ErrorType;
        }

        duration.Tags.Should().BeEquivalentTo(expected);
    }

    private static async Task<(WatchedMerchant Merchant, CallEnd End)> RunAsync(string name)
    {
        var end = CallEnd.All[name];
        var merchant = new WatchedMerchant(end.Faults);
        await Record.ExceptionAsync(() => end.Make(merchant.Client));

        return (merchant, end);
    }
}
