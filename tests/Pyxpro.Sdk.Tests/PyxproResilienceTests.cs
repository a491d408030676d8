using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Polly;

namespace Pyxpro.Sdk.Tests;

/// <summary>What callers can do to the strategies around each call.</summary>
public class PyxproResilienceTests
{
    private static readonly Dictionary<string, Action<ResiliencePipelineBuilder, PyxproResilience>> Broken = new()
    {
        ["throws"] = (_, _) => throw new NotSupportedException("mine"),
        ["no time"] = (builder, resilience) =>
        {
            resilience.AttemptTimeout.Timeout = TimeSpan.FromSeconds(-5);
            resilience.AddTo(builder);
        },
        ["no ratio"] = (builder, resilience) =>
        {
            resilience.CircuitBreaker.FailureRatio = 2;
            resilience.AddTo(builder);
        },
        ["no builder"] = (_, resilience) => resilience.AddTo(null!),
    };

    public static TheoryData<string> EveryBroken => [.. Broken.Keys];

    [Fact]
    public async Task ConfigureResilience_StrategiesOutsideAndInside_SeeTheCallAndEachAttempt()
    {
        var (outside, inside) = (new ThrowingStrategy(), new ThrowingStrategy());
        using var gateway = new ScriptedGateway(Replies.Busy);
        var client = CreateClient(gateway, (builder, resilience) =>
        {
            outside.AddTo(builder);
            resilience.AddTo(builder);
            inside.AddTo(builder);
        });

        await gateway.FailAsync<PyxproBusinessException>(client, PyxproOperation.CreateNativeOrder);

        (outside.Passages, inside.Passages, gateway.Requests).Should().Be((1, 3, 3));
    }

    [Fact]
    public async Task ConfigureResilience_NothingAdded_TriesOnceWithoutADeadline()
    {
        using var stop = new CancellationTokenSource();
        using var gateway = new ScriptedGateway(Replies.Refused, Replies.Silence);
        var client = CreateClient(gateway, (_, _) => { });

        (await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.QueryOrder))
            .Outcome.Should().Be(PyxproOutcome.NotSent);
        var call = client.CallAsync(PyxproOperation.Refund, stop.Token);
        gateway.Time.FindNextTimer().Should().BeNull();
        await stop.CancelAsync();

        (await FluentActions.Awaiting(() => call).Should().ThrowAsync<PyxproCanceledException>())
            .Which.Outcome.Should().Be(PyxproOutcome.Uncertain);
        gateway.Requests.Should().Be(2);
    }

    [Fact]
    public async Task ConfigureResilience_StrategyIsTuned_GoesByIt()
    {
        using var gateway = new ScriptedGateway(Replies.Http(503));
        var client = CreateClient(gateway, (builder, resilience) =>
        {
            resilience.Retry!.MaxRetryAttempts = 9;
            (resilience.CircuitBreaker.FailureRatio, resilience.CircuitBreaker.MinimumThroughput) = (0.9, 5);
            resilience.AddTo(builder);
        });

        var exception = await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.QueryOrder);

        exception.Call!.Attempts.Should().Be(5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(10)]
    public void ConfigureResilience_Options_AreInTheStrategies(int maxAttempts)
    {
        PyxproResilience? seen = null;
        using var gateway = new ScriptedGateway(Replies.Refused);

        _ = gateway.CreateClient(options =>
        {
            (options.MaxAttempts, options.ConfigureResilience) = (maxAttempts, (_, resilience) => seen = resilience);
            (options.AttemptTimeout, options.TotalTimeout) = (TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(8));
            (options.CircuitFailurePercent, options.CircuitMinimumAttempts) = (25, 40);
        });

        (seen!.Retry?.MaxRetryAttempts).Should().Be(maxAttempts == 1 ? null : maxAttempts - 1);
        seen.TotalTimeout.Timeout.Should().Be(TimeSpan.FromSeconds(8));
        seen.AttemptTimeout.Timeout.Should().Be(TimeSpan.FromSeconds(3));
        (seen.CircuitBreaker.FailureRatio, seen.CircuitBreaker.MinimumThroughput).Should().Be((0.25, 40));
    }

    [Theory]
    [MemberData(nameof(EveryBroken))]
    public void Constructor_HookFailsOrBuildsSomethingInvalid_IsRefused(string hook)
    {
        using var gateway = new ScriptedGateway(Replies.Refused);

        var act = () => CreateClient(gateway, Broken[hook]);

        act.Should().Throw<ArgumentException>()
            .WithMessage("PyxproOptions.ConfigureResilience failed: *")
            .Which.InnerException.Should().NotBeNull();
    }

    [Theory]
    [MemberData(nameof(EveryBroken))]
    public async Task Container_HookFailsOrBuildsSomethingInvalid_FailsEachCallBeforeAnythingIsSent(string hook)
    {
        using var gateway = new ScriptedGateway(Replies.Refused);
        var services = new ServiceCollection();
        services.AddPyxpro(options =>
        {
            (options.GatewayUrl, options.MchId) = (new Uri(TestMerchant.GatewayUrl), TestMerchant.MchId);
            (options.Key, options.ConfigureResilience) = (TestMerchant.Key, Broken[hook]);
        }).ConfigurePrimaryHttpMessageHandler(() => gateway);
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<PyxproClient>();

        for (var i = 0; i < 2; i++)
        {
            await FluentActions.Awaiting(() => client.CallAsync(PyxproOperation.QueryOrder))
                .Should().ThrowAsync<OptionsValidationException>().WithMessage("*ConfigureResilience failed: *");
        }

        gateway.Requests.Should().Be(0);
    }

    [Theory]
    [InlineData(1, PyxproOutcome.NotSent)]
    [InlineData(2, PyxproOutcome.Uncertain)]
    public async Task Call_StrategyThrowsItsOwnException_EndsInADocumentedOne(int throwsAt, PyxproOutcome outcome)
    {
        using var gateway = new ScriptedGateway(Replies.Lost);
        var client = CreateClient(gateway, (builder, resilience) =>
        {
            resilience.AddTo(builder);
            new ThrowingStrategy { ThrowsAt = throwsAt }.AddTo(builder);
        });

        var exception = await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.Refund);

        exception.Outcome.Should().Be(outcome);
        exception.Call!.Attempts.Should().Be(throwsAt - 1);
        exception.Message.Should().Contain(nameof(NotSupportedException));
        exception.InnerException.Should().NotBeNull();
    }

    private static PyxproClient CreateClient(
        ScriptedGateway gateway, Action<ResiliencePipelineBuilder, PyxproResilience> configure) =>
        gateway.CreateClient(options => options.ConfigureResilience = configure);
}
