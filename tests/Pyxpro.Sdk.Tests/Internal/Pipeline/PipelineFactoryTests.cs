using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace Pyxpro.Sdk.Tests;

/// <summary>What no strategy of a caller's can do, whatever it is.</summary>
public class PipelineFactoryTests
{
    private static readonly RetryStrategyOptions Blind = new()
    {
        MaxRetryAttempts = 5,
        Delay = TimeSpan.Zero,
        ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome.Exception is not null),
    };

    [Theory]
    [InlineData(PyxproOperation.CreateNativeOrder, 1)]
    [InlineData(PyxproOperation.Send, 1)]
    [InlineData(PyxproOperation.Refund, 6)]
    public async Task BlindRetry_AfterALostResponse_CannotDoubleWhatMustNotHappenTwice(
        PyxproOperation operation, int requests)
    {
        using var gateway = new ScriptedGateway(Replies.Lost);
        var client = gateway.CreateClient(
            options => options.ConfigureResilience = (builder, _) => builder.AddRetry(Blind));

        var exception = await gateway.FailAsync<PyxproTransportException>(client, operation);

        gateway.Requests.Should().Be(requests);
        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
        exception.Call!.Attempts.Should().Be(requests);
    }

    [Fact]
    public async Task BlindRetry_AfterARefusedConnection_TriesAgain()
    {
        using var gateway = new ScriptedGateway(Replies.Refused, Replies.Good(PyxproOperation.CreateNativeOrder));
        var client = gateway.CreateClient(
            options => options.ConfigureResilience = (builder, _) => builder.AddRetry(Blind));

        await client.CallAsync(PyxproOperation.CreateNativeOrder);

        gateway.Requests.Should().Be(2);
    }

    [Fact]
    public async Task StrategyThatGivesUpBeforeItsAttempt_AttemptThatComesLater_IsNotMade()
    {
        var abandoning = new AbandoningStrategy();
        using var gateway = new ScriptedGateway(Replies.Good(PyxproOperation.CreateNativeOrder));
        var client = gateway.CreateClient(
            options => options.ConfigureResilience = (builder, _) => abandoning.AddTo(builder));

        var exception = await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.CreateNativeOrder);
        await abandoning.AttemptAsync();

        exception.Outcome.Should().Be(PyxproOutcome.NotSent);
        gateway.Requests.Should().Be(0);
    }

    [Fact]
    public async Task Inner_OfAnUncertainCall_DoesNotSayThatNothingWasSent()
    {
        using var gateway = new ScriptedGateway(number => number == 1 ? Replies.Lost : Replies.Refused);
        var client = gateway.CreateClient(options => options.CircuitMinimumAttempts = 2);

        var exception = await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.Refund);

        exception.Outcome.Should().Be(PyxproOutcome.Uncertain);
        exception.ToString().Should().NotContain("safe to retry");
    }

    [Fact]
    public async Task RetryAfter_BeyondATotalTimeoutThatTheHookSet_IsNotWaitedFor()
    {
        using var gateway = new ScriptedGateway(Replies.Http(503, retryAfter: "5"));
        var client = gateway.CreateClient(options => options.ConfigureResilience = (builder, resilience) =>
        {
            resilience.TotalTimeout.Timeout = TimeSpan.FromSeconds(3);
            resilience.AddTo(builder);
        });

        var begin = gateway.Time.Now;

        var exception = await gateway.FailAsync<PyxproTransportException>(client, PyxproOperation.QueryOrder);

        exception.RetryAfter.Should().Be(TimeSpan.FromSeconds(5));
        gateway.Time.Now.Should().Be(begin);
    }

    [Fact]
    public async Task Host_HookBuildsSomethingInvalid_DoesNotStart()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddPyxpro(options =>
        {
            (options.GatewayUrl, options.MchId) = (new Uri(TestMerchant.GatewayUrl), TestMerchant.MchId);
            options.Key = TestMerchant.Key;
            options.ConfigureResilience = (pipeline, resilience) =>
            {
                resilience.CircuitBreaker.FailureRatio = 2;
                resilience.AddTo(pipeline);
            };
        });
        using var host = builder.Build();

        await FluentActions.Awaiting(() => host.StartAsync())
            .Should().ThrowAsync<OptionsValidationException>().WithMessage("*ConfigureResilience*");
    }

    /// <summary>Ends the call before its attempt, which it makes only when told to.</summary>
    private sealed class AbandoningStrategy : ResilienceStrategy
    {
        private Func<Task>? _attempt;

        public Task AttemptAsync() => _attempt!();

        public void AddTo(ResiliencePipelineBuilder builder) => builder.AddStrategy(_ => this, new Options());

        protected override ValueTask<Outcome<TResult>> ExecuteCore<TResult, TState>(
            Func<ResilienceContext, TState, ValueTask<Outcome<TResult>>> callback,
            ResilienceContext context,
            TState state)
        {
            _attempt = async () => await callback(context, state);

            return Outcome.FromExceptionAsValueTask<TResult>(new TimeoutException("given up"));
        }

        private sealed class Options : ResilienceStrategyOptions;
    }
}
