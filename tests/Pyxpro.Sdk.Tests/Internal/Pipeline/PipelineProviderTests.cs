using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Tests;

/// <summary>The key, the retry tokens and the circuit breaker of a merchant have lifetimes of their own.</summary>
public class PipelineProviderTests
{
    private const string NewKey = "5f0c2b7f1f0e4f6e8f4b6a1d3c2e9a70";

    [Fact]
    public async Task Key_Changed_CircuitStaysOpen()
    {
        using var gateway = new ScriptedGateway(Replies.Http(503));
        using var merchant = new ReloadedMerchant(gateway);
        while (await merchant.CountAttemptsAsync() > 0)
        {
            // Until the circuit breaker opens.
        }

        merchant.Reload(("Key", NewKey), ("PreviousKey", TestMerchant.Key), ("OpUserId", "another"));

        (await merchant.CountAttemptsAsync()).Should().Be(0);
    }

    [Theory]
    [InlineData("Key", NewKey, true)]
    [InlineData("MaxRetryDelay", "00:00:09", true)]
    [InlineData("MchId", "888", false)]
    [InlineData("GatewayUrl", "https://other.test/pay/gateway", false)]
    public async Task Setting_Changed_RetryTokensAreThoseOfMerchantAndGateway(string name, string value, bool isThrottled)
    {
        using var gateway = new ScriptedGateway(Replies.Http(503));
        using var merchant = new ReloadedMerchant(gateway, ("CircuitMinimumAttempts", "1000000"));
        while (await merchant.CountAttemptsAsync() > 1)
        {
            // Until the retries are throttled.
        }

        merchant.Reload((name, value));

        (await merchant.CountAttemptsAsync()).Should().Be(isThrottled ? 1 : 3);
    }

    [Fact]
    public async Task Configuration_Changed_BuildsTheStrategiesOnce()
    {
        var builds = 0;
        void Count() => builds++;
        using var gateway = new ScriptedGateway(Replies.Http(503));
        using var merchant = new ReloadedMerchant(gateway) { OnBuild = Count };

        await merchant.CountAttemptsAsync();
        await merchant.CountAttemptsAsync();
        var atStart = builds;
        merchant.Reload(("Key", NewKey));
        await merchant.CountAttemptsAsync();
        var afterKey = builds;
        merchant.Reload(("MaxAttempts", "2"), ("RetryDelay", "00:00:00"));
        await merchant.CountAttemptsAsync();
        await merchant.CountAttemptsAsync();

        (atStart, afterKey, builds).Should().Be((1, 1, 2));
    }

    [Fact]
    public async Task Options_RejectedByAValidatorOfTheCaller_LeaveWhatIsInUse()
    {
        using var gateway = new ScriptedGateway(Replies.Http(503));
        using var merchant = new ReloadedMerchant(gateway);
        while (await merchant.CountAttemptsAsync() > 0)
        {
            // Until the circuit breaker opens.
        }

        var rejected = () => merchant.Reload(("MchId", ReloadedMerchant.RejectedMchId));
        rejected.Should().Throw<AggregateException>().WithInnerException<OptionsValidationException>();
        merchant.Reload(("MchId", TestMerchant.MchId));

        (await merchant.CountAttemptsAsync()).Should().Be(0, "the circuit breaker is still open");
    }

    [Fact]
    public void Options_ValidatedAgainBeforeTheyAreInUse_BuildNothingAgain()
    {
        var telemetry = new Internal.Telemetry(TimeProvider.System, logger: null, meterFactory: null);
        var provider = new PipelineProvider(new PipelineFactory(TimeProvider.System, telemetry));

        var pipelines = provider.Prepare(TestMerchant.Options);

        provider.Prepare(TestMerchant.Options).Should().BeSameAs(pipelines);
    }

    [Fact]
    public void Delegate_ThatIsANewInstance_CountsAsAChangedSetting()
    {
        var telemetry = new Internal.Telemetry(TimeProvider.System, logger: null, meterFactory: null);
        var provider = new PipelineProvider(new PipelineFactory(TimeProvider.System, telemetry));
        var pipelines = provider.Prepare(With(1));
        provider.Use(pipelines);

        provider.Prepare(With(2)).Should().NotBeSameAs(pipelines);

        static PyxproOptions With(int number)
        {
            var options = TestMerchant.Options;
            options.ConfigureResilience = (builder, resilience) =>
            {
                builder.Name += number;
                resilience.AddTo(builder);
            };

            return options;
        }
    }

    [Fact]
    public void Options_PreparedTwice_AreValidatedOnce()
    {
        var telemetry = new Internal.Telemetry(TimeProvider.System, logger: null, meterFactory: null);
        var pipelines = new PipelineProvider(new PipelineFactory(TimeProvider.System, telemetry));
        var factory = new MerchantFactory(pipelines, telemetry.Log, "", TimeProvider.System);
        var options = TestMerchant.Options;

        var result = new PyxproOptionsValidator("", "", factory).Validate("", options);
        var merchant = factory.Prepare(options);
        factory.Use(merchant);

        result.Succeeded.Should().BeTrue();
        factory.Prepare(options).Should().BeSameAs(merchant);
        factory.Prepare(TestMerchant.Options).Pipelines.Should().BeSameAs(merchant.Pipelines);
    }

    [Fact]
    public void Settings_ThatStrategiesUse_BuildNewPipelines_AndNoOthers()
    {
        string[] ofMessages = ["Key", "PreviousKey", "NotifyUrl", "MchCreateIp", "OpUserId"];
        var telemetry = new Internal.Telemetry(TimeProvider.System, logger: null, meterFactory: null);
        var provider = new PipelineProvider(new PipelineFactory(TimeProvider.System, telemetry));
        var pipelines = provider.Prepare(TestMerchant.Options);
        provider.Use(pipelines);

        var kept = typeof(PyxproOptions).GetProperties().Where(property =>
        {
            var options = TestMerchant.Options;
            property.SetValue(options, Another(property.GetValue(options), property.PropertyType));

            return provider.Prepare(options) == pipelines;
        });

        kept.Select(property => property.Name).Should().BeEquivalentTo(ofMessages);
    }

    private static object? Another(object? value, Type type) => value switch
    {
        string text => text + "1",
        int number => number + 1,
        TimeSpan time => time + TimeSpan.FromSeconds(1),
        _ when type == typeof(string) => "1",
        _ when type == typeof(Uri) => new Uri("https://other.test/"),
        _ => (Action<Polly.ResiliencePipelineBuilder, PyxproResilience>)((builder, own) => own.AddTo(builder)),
    };

    /// <summary>A merchant whose configuration can change.</summary>
    private sealed class ReloadedMerchant : IDisposable
    {
        private readonly IConfigurationRoot _configuration;
        private readonly ServiceProvider _services;

        public ReloadedMerchant(ScriptedGateway gateway, params (string Name, string Value)[] settings)
        {
            _configuration = new ConfigurationBuilder().AddInMemoryCollection().Build();
            foreach (var (name, value) in (IEnumerable<(string, string)>)
                [("GatewayUrl", TestMerchant.GatewayUrl), ("MchId", TestMerchant.MchId), ("Key", TestMerchant.Key),
                    ("RetryDelay", "00:00:00"), .. settings])
            {
                _configuration[name] = value;
            }

            var services = new ServiceCollection();
            services.AddPyxpro(_configuration).ConfigurePrimaryHttpMessageHandler(() => gateway);
            Action<Polly.ResiliencePipelineBuilder, PyxproResilience> build = (builder, resilience) =>
            {
                OnBuild();
                resilience.AddTo(builder);
            };
            services.PostConfigure<PyxproOptions>(options => options.ConfigureResilience = build);
            services.AddOptions<PyxproOptions>().Validate(options => options.MchId != RejectedMchId);
            _services = services.BuildServiceProvider();
        }

        public const string RejectedMchId = "666";

        public Action OnBuild { get; init; } = () => { };

        public void Reload(params (string Name, string Value)[] settings)
        {
            foreach (var (name, value) in settings)
            {
                _configuration[name] = value;
            }

            _configuration.Reload();
        }

        public async Task<int> CountAttemptsAsync()
        {
            var call = () => _services.GetRequiredService<PyxproClient>()
                .CloseOrderAsync(new CloseOrderRequest { OutTradeNo = "ORDER_1" });

            return (await call.Should().ThrowAsync<PyxproException>()).Which.Call!.Attempts;
        }

        public void Dispose() => _services.Dispose();
    }
}
