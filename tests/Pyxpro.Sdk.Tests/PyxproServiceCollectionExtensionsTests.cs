using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk.Internal;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

public class PyxproServiceCollectionExtensionsTests
{
    [Fact]
    public async Task AddPyxpro_WithAnAction_GivesAClientThatWorks()
    {
        var simulator = new GatewaySimulator();
        var services = SuiteLog.MakeServices();
        services.AddPyxpro(options => Copy(simulator.CreateOptions(TestMerchant.ConfigureOwn), options))
            .ConfigurePrimaryHttpMessageHandler(simulator.CreateHandler);
        await using var provider = services.BuildServiceProvider(validateScopes: true);

        var response = await provider.GetRequiredService<PyxproClient>().CreateNativeOrderAsync(TestMerchant.CreateRequest);

        response.CodeUrl.Should().Be(simulator.FindOrder("ORDER_1")!.CodeUrl);
        provider.GetRequiredService<PyxproClient>().Should().BeSameAs(provider.GetRequiredService<PyxproClient>());
    }

    public static TheoryData<string, string> Mixtures => new()
    {
        { "delegate, delegate", "with a delegate, then with a delegate" },
        { "section, delegate", "with the section Payments:Pyxpro, then with a delegate" },
        { "delegate, section", "with a delegate, then with the section Payments:Pyxpro" },
        { "section, other section", "with the section Payments:Pyxpro, then with the section Pyxpro" },
        { "section, same path elsewhere", "with the section Payments:Pyxpro, then with the section Payments:Pyxpro" },
        { "section, root", "with the section Payments:Pyxpro, then with a configuration" },
    };

    // What the second call does not set, such as PreviousKey or NotifyUrl, would be that of the first merchant.
    [Theory]
    [MemberData(nameof(Mixtures))]
    public void AddPyxpro_TwiceForOneNameWithOtherSettings_IsRefused(string calls, string description)
    {
        var services = new ServiceCollection();
        var steps = calls.Split(", ");
        Add(services, "hk", steps[0]);
        Add(services, "", steps[0]);

        FluentActions.Invoking(() => Add(services, "hk", steps[1])).Should().Throw<InvalidOperationException>().WithMessage(
            $"AddPyxpro was called twice for the merchant 'hk': {description}. That would mix the settings of two "
            + "merchants. Give each merchant a name of its own: AddPyxpro(\"name\", …). To change settings of this one, call "
            + "services.Configure<PyxproOptions>(\"hk\", options => …).");
        FluentActions.Invoking(() => Add(services, "", steps[1])).Should().Throw<InvalidOperationException>().WithMessage(
            "AddPyxpro was called twice for the merchant without a name: *Configure<PyxproOptions>(options => …).");
    }

    [Fact]
    public async Task AddPyxpro_SameSettingsAgain_ChangesNothing()
    {
        var simulator = new GatewaySimulator("111", "a_key");
        var services = SuiteLog.MakeServices();
        var settings = Configuration(new()
        {
            ["Pay:GatewayUrl"] = "https://gateway.test/",
            ["Pay:MchId"] = "111",
            ["Pay:Key"] = "a_key",
            ["Pay:NotifyUrl"] = "https://shop.test/",
            ["Pay:MchCreateIp"] = "127.0.0.1",
        });
        services.AddPyxpro(settings.GetSection("Pay")).ConfigurePrimaryHttpMessageHandler(simulator.CreateHandler);
        var count = services.Count(service => service.ServiceType == typeof(IValidateOptions<PyxproOptions>));

        services.AddPyxpro(settings.GetSection("Pay"));
        services.AddPyxpro("hk", TestMerchant.ConfigureOwn);
        services.AddPyxpro("hk", TestMerchant.ConfigureOwn);

        services.Count(service => service.ServiceType == typeof(IValidateOptions<PyxproOptions>)).Should().Be(count + 1);
        await using var provider = services.BuildServiceProvider();
        await provider.GetRequiredService<PyxproClient>().CreateNativeOrderAsync(TestMerchant.CreateRequest);
        simulator.FindOrder("ORDER_1").Should().NotBeNull("the handler of the first call still holds");
    }

    [Fact]
    public async Task AddPyxpro_WithASection_BindsEveryOption()
    {
        var services = SuiteLog.MakeServices();
        services.AddPyxpro(Configuration(new()
        {
            ["Pay:GatewayUrl"] = "https://gateway.test/pay",
            ["Pay:MchId"] = "m1",
            ["Pay:Key"] = "k1",
            ["Pay:PreviousKey"] = "k0",
            ["Pay:NotifyUrl"] = "https://shop.test/notify",
            ["Pay:MchCreateIp"] = "203.0.113.7",
            ["Pay:OpUserId"] = "cashier",
            ["Pay:AttemptTimeout"] = "00:00:07",
            ["Pay:TotalTimeout"] = "00:00:21",
            ["Pay:MaxAttempts"] = "2",
            ["Pay:RetryDelay"] = "00:00:01",
            ["Pay:MaxRetryDelay"] = "00:00:02",
            ["Pay:CircuitFailurePercent"] = "20",
            ["Pay:CircuitMinimumAttempts"] = "30",
            ["Pay:CircuitSamplingDuration"] = "00:01:00",
            ["Pay:CircuitBreakDuration"] = "00:00:15",
        }).GetSection("Pay"));
        await using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<PyxproOptions>>().Value;

        options.Should().BeEquivalentTo(new PyxproOptions
        {
            GatewayUrl = new Uri("https://gateway.test/pay"),
            MchId = "m1",
            Key = "k1",
            PreviousKey = "k0",
            NotifyUrl = new Uri("https://shop.test/notify"),
            MchCreateIp = "203.0.113.7",
            OpUserId = "cashier",
            AttemptTimeout = TimeSpan.FromSeconds(7),
            TotalTimeout = TimeSpan.FromSeconds(21),
            MaxAttempts = 2,
            RetryDelay = TimeSpan.FromSeconds(1),
            MaxRetryDelay = TimeSpan.FromSeconds(2),
            CircuitFailurePercent = 20,
            CircuitMinimumAttempts = 30,
            CircuitSamplingDuration = TimeSpan.FromMinutes(1),
            CircuitBreakDuration = TimeSpan.FromSeconds(15),
        });
    }

    [Fact]
    public async Task AddPyxpro_SeveralMerchants_AreKeyedAndApart()
    {
        var hongKong = new GatewaySimulator("111", "key_of_hk");
        var macau = new GatewaySimulator("222", "key_of_mo");
        var services = SuiteLog.MakeServices();
        foreach (var (name, simulator) in new[] { ("hk", hongKong), ("mo", macau) })
        {
            services.AddPyxpro(name, options => Copy(simulator.CreateOptions(TestMerchant.ConfigureOwn), options))
                .ConfigurePrimaryHttpMessageHandler(simulator.CreateHandler);
        }

        await using var provider = services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<PyxproClient>("hk").CreateNativeOrderAsync(TestMerchant.CreateRequest);

        hongKong.FindOrder("ORDER_1").Should().NotBeNull();
        macau.FindOrder("ORDER_1").Should().BeNull();
        provider.GetService<PyxproClient>().Should().BeNull();
        provider.GetRequiredKeyedService<PyxproClient>("mo").Should().NotBeSameAs(provider.GetRequiredKeyedService<PyxproClient>("hk"));
    }

    [Fact]
    public async Task AddPyxpro_InvalidSection_StopsTheHostAndNamesThePaths()
    {
        const string Canary = "canary key with blanks";
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddPyxpro("hk", Configuration(new()
        {
            ["Payments:Pyxpro:GatewayUrl"] = "http://gateway.test/",
            ["Payments:Pyxpro:Key"] = Canary,
            ["Payments:Pyxpro:PreviousKey"] = Canary,
            ["Payments:Pyxpro:NotifyUrl"] = "http://shop.test/",
            ["Payments:Pyxpro:MchCreateIp"] = "::1",
            ["Payments:Pyxpro:OpUserId"] = new string('o', 33),
            ["Payments:Pyxpro:AttemptTimeout"] = "00:10:00",
            ["Payments:Pyxpro:TotalTimeout"] = "00:11:00",
            ["Payments:Pyxpro:MaxAttempts"] = "0",
            ["Payments:Pyxpro:RetryDelay"] = "-00:00:01",
            ["Payments:Pyxpro:MaxRetryDelay"] = "00:06:00",
            ["Payments:Pyxpro:CircuitFailurePercent"] = "0",
            ["Payments:Pyxpro:CircuitMinimumAttempts"] = "1",
            ["Payments:Pyxpro:CircuitSamplingDuration"] = "00:00:00.5",
            ["Payments:Pyxpro:CircuitBreakDuration"] = "02:00:00",
        }).GetSection("Payments:Pyxpro"));
        using var host = builder.Build();

        var act = () => host.StartAsync();

        var exception = (await act.Should().ThrowAsync<OptionsValidationException>()).Which;
        exception.Failures.Should().HaveCount(16).And.OnlyContain(failure => failure.StartsWith("Payments:Pyxpro:"));
        exception.ToString().Should().Contain("Payments:Pyxpro:MchId is missing").And.NotContain(Canary);
    }

    [Fact]
    public async Task AddPyxpro_ValidSection_LetsTheHostStart()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddPyxpro(options => Copy(TestMerchant.Options, options));
        using var host = builder.Build();

        var act = async () =>
        {
            await host.StartAsync();
            await host.StopAsync();
        };

        await act.Should().NotThrowAsync();
    }

    [Fact]
    public async Task AddPyxpro_KeyChangesInARunningProcess_IsUsedForTheNextCall()
    {
        var simulator = new GatewaySimulator("111", "new_key");
        var configuration = ConfigurationWithKey("old_key");
        await using var provider = ProviderFor(simulator, configuration);
        var client = provider.GetRequiredService<PyxproClient>();
        var act = () => client.CreateNativeOrderAsync(TestMerchant.CreateRequest);
        (await act.Should().ThrowAsync<PyxproGatewayException>()).Which.GatewayMessage.Should().Be("Signature error");

        configuration["Key"] = "new_key";
        configuration.Reload();

        await act.Should().NotThrowAsync();
    }

    [Theory]
    [InlineData("Key", "", "a_key")]
    [InlineData("AttemptTimeout", "soon", "00:00:05")]
    [InlineData("GatewayUrl", "https://[", "https://gateway.test/")]
    public async Task AddPyxpro_ConfigurationBreaksInARunningProcess_CallsFailBeforeAnythingIsSentUntilItIsFixed(
        string name, string value, string good)
    {
        var simulator = new GatewaySimulator("111", "a_key");
        var configuration = ConfigurationWithKey("a_key");
        await using var provider = ProviderFor(simulator, configuration);
        var client = provider.GetRequiredService<PyxproClient>();
        var act = () => client.CreateNativeOrderAsync(TestMerchant.CreateRequest);
        await act.Should().NotThrowAsync();

        configuration[name] = value;
        FluentActions.Invoking(configuration.Reload).Should().Throw<Exception>();
        await act.Should().ThrowAsync<OptionsValidationException>();

        configuration[name] = good;
        configuration.Reload();
        await act.Should().NotThrowAsync();
    }

    [Fact]
    public async Task AddPyxpro_HttpClient_HasNoDeadlineBesideTheOptions()
    {
        var services = SuiteLog.MakeServices();
        services.AddPyxpro(options => Copy(TestMerchant.Options, options));
        await using var provider = services.BuildServiceProvider();

        using var httpClient = provider.GetRequiredService<IHttpClientFactory>().CreateClient("Pyxpro");

        httpClient.Timeout.Should().Be(Timeout.InfiniteTimeSpan);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void AddPyxpro_BlankName_IsRefused(string name)
    {
        var act = () => new ServiceCollection().AddPyxpro(name, _ => { });

        act.Should().Throw<ArgumentException>();
    }

    [Fact]
    public void Constructor_OptionsThatNoMessageCanCarry_NamesEachFault()
    {
        var options = TestMerchant.Options;
        options.MchId = "M&total_fee=1";
        options.OpUserId = "a\u0001b";
        options.NotifyUrl = new Uri("https://shop.test/n?a=1&status=2");

        var act = () => new PyxproClient(options);

        act.Should().Throw<ArgumentException>().WithMessage("*MchId holds*NotifyUrl holds*OpUserId holds*");
    }

    [Theory]
    [InlineData("https://pay.wepayez.com/pay/gateway", true)]
    [InlineData("https://gateway.test/pay", true)]
    [InlineData("http://127.0.0.1:8080/", true)]
    [InlineData("https://pay.wepayez.com.evil.example.com/", false)]
    [InlineData("https://gateway.pyxpro.com/", false)]
    public void Constructor_KeyThatTheGuidePrints_IsForTestServersOnly(string url, bool isValid)
    {
        var options = TestMerchant.Options;
        (options.GatewayUrl, options.Key) = (new Uri(url), "01bf86746b7a8258a174c728c17d3de5");

        var errors = PyxproOptionsRules.Validate(options);

        errors.Should().HaveCount(isValid ? 0 : 1);
        string.Concat(errors).Should().StartWith(isValid ? "" : "Key is the test key").And.NotContain(options.Key);
    }

    [Fact]
    public void Constructor_InvalidOptions_NamesEachFault()
    {
        var act = () => new PyxproClient(new PyxproOptions());

        act.Should().Throw<ArgumentException>().WithMessage("*GatewayUrl is missing*MchId is missing*Key is missing*");
    }

    [Fact]
    public async Task Constructor_OptionsChangedLater_AreNotTakenUp()
    {
        var simulator = new GatewaySimulator();
        var options = simulator.CreateOptions(TestMerchant.ConfigureOwn);
        var client = new PyxproClient(new HttpClient(simulator.CreateHandler()), options, SuiteLog.Factory);

        options.Key = "changed";

        await FluentActions.Awaiting(() => client.CreateNativeOrderAsync(TestMerchant.CreateRequest)).Should().NotThrowAsync();
    }

    [Fact]
    public async Task ProtectedConstructor_MemberThatIsNotOverridden_SaysWhy()
    {
        var fake = new FakeClient();

        (await fake.QueryOrderAsync(new QueryOrderRequest())).TradeState.Should().Be(TradeState.Success);
        await FluentActions.Awaiting(() => fake.CloseOrderAsync(new CloseOrderRequest { OutTradeNo = "A" }))
            .Should().ThrowAsync<InvalidOperationException>().WithMessage("*fake*");
    }

    private static IConfigurationRoot ConfigurationWithKey(string key) => Configuration(new()
    {
        ["GatewayUrl"] = "https://gateway.test/",
        ["MchId"] = "111",
        ["Key"] = key,
        ["NotifyUrl"] = "https://shop.test/",
        ["MchCreateIp"] = "127.0.0.1",
    });

    private static ServiceProvider ProviderFor(GatewaySimulator simulator, IConfiguration configuration)
    {
        var services = SuiteLog.MakeServices();
        services.AddPyxpro(configuration).ConfigurePrimaryHttpMessageHandler(simulator.CreateHandler);

        return services.BuildServiceProvider();
    }

    private static IConfigurationRoot Configuration(Dictionary<string, string?> values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values).Build();

    private static void Copy(PyxproOptions from, PyxproOptions to)
    {
        to.GatewayUrl = from.GatewayUrl;
        to.MchId = from.MchId;
        to.Key = from.Key;
        to.NotifyUrl = from.NotifyUrl;
        to.MchCreateIp = from.MchCreateIp;
        to.OpUserId = from.OpUserId;
    }

    private static void Add(IServiceCollection services, string name, string what)
    {
        var configuration = Configuration(new()
        {
            ["Payments:Pyxpro:MchId"] = what == "same path elsewhere" ? "222" : "111",
            ["Pyxpro:MchId"] = "333",
        });
        var section = what switch
        {
            "root" => configuration,
            "other section" => configuration.GetSection("Pyxpro"),
            _ => (IConfiguration)configuration.GetSection("Payments:Pyxpro"),
        };
        _ = (what, name) switch
        {
            ("delegate", "") => services.AddPyxpro(options => options.MchId = what),
            ("delegate", _) => services.AddPyxpro(name, options => options.MchId = what),
            (_, "") => services.AddPyxpro(section),
            _ => services.AddPyxpro(name, section),
        };
    }

    private sealed class FakeClient : PyxproClient
    {
        public override Task<QueryOrderResponse> QueryOrderAsync(
            QueryOrderRequest request, CancellationToken cancellationToken = default) =>
            Task.FromResult(new QueryOrderResponse { TradeState = TradeState.Success, Message = new PyxproMessage([]) });
    }
}
