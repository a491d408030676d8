using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

public class PyxproSimulatorServiceCollectionExtensionsTests
{
    private readonly ServiceCollection _services = SuiteLog.MakeServices();

    [Fact]
    public async Task Client_AddedBefore_IsOnTheSimulator()
    {
        _services.AddPyxpro(options => TestMerchant.Configure(options));
        _services.AddPyxproSimulator();
        await using var provider = _services.BuildServiceProvider(validateScopes: true);

        await provider.GetRequiredService<PyxproClient>().CreateNativeOrderAsync(TestMerchant.CreateRequest);

        provider.GetRequiredService<GatewaySimulator>().FindOrder("ORDER_1").Should().NotBeNull();
    }

    [Fact]
    public async Task Client_AddedAfterwards_IsOnTheSimulator()
    {
        var simulator = new GatewaySimulator();
        _services.AddPyxproSimulator(simulator);
        _services.AddPyxpro(TestMerchant.ConfigureOwn);
        await using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredService<PyxproClient>().CreateNativeOrderAsync(TestMerchant.CreateRequest);

        simulator.FindOrder("ORDER_1").Should().NotBeNull();
        provider.GetRequiredService<GatewaySimulator>().Should().BeSameAs(simulator);
    }

    [Fact]
    public void Client_NotAdded_IsMissingAsInProduction()
    {
        _services.AddPyxproSimulator();

        _services.BuildServiceProvider().GetService<PyxproClient>().Should().BeNull();
    }

    [Theory]
    [InlineData(nameof(PyxproOptions.NotifyUrl))]
    [InlineData(nameof(PyxproOptions.MchCreateIp))]
    [InlineData(nameof(PyxproOptions.OpUserId))]
    public async Task Setting_Forgotten_IsMissingAsInProduction(string property)
    {
        _services.AddPyxpro(options => Forget(property, options));
        _services.AddPyxproSimulator();
        await using var provider = _services.BuildServiceProvider();
        var simulated = provider.GetRequiredService<PyxproClient>();
        var production = TestMerchant.ClientRecording([], options => Forget(property, options));
        Func<PyxproClient, Task> call = property == nameof(PyxproOptions.OpUserId)
            ? client => client.RefundAsync(TestMerchant.RefundRequest)
            : client => client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        var expected = (await production.Awaiting(call).Should().ThrowAsync<ArgumentException>()).Which;
        var found = (await simulated.Awaiting(call).Should().ThrowAsync<ArgumentException>()).Which;

        found.Message.Should().Be(expected.Message);
        found.ParamName.Should().Be(property);
        provider.GetRequiredService<GatewaySimulator>().Log.Should().BeEmpty();
    }

    [Fact]
    public void Options_OfTheMerchant_StayButForGatewayMerchantAndKey()
    {
        _services.AddPyxpro(options =>
        {
            TestMerchant.Configure(options);
            options.MaxAttempts = 7;
        });
        _services.AddPyxproSimulator();

        var options = _services.BuildServiceProvider().GetRequiredService<IOptions<PyxproOptions>>().Value;

        options.GatewayUrl.Should().Be(new Uri("https://gateway.test/pay/gateway"));
        options.Key.Should().Be(new GatewaySimulator().CreateOptions().Key);
        options.NotifyUrl.Should().Be(TestMerchant.Options.NotifyUrl);
        options.MchCreateIp.Should().Be(TestMerchant.Options.MchCreateIp);
        options.MaxAttempts.Should().Be(7);
    }

    [Fact]
    public async Task Host_WithoutConfiguration_Starts()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Services.AddPyxpro(new ConfigurationBuilder().Build().GetSection("Pyxpro"));
        builder.Services.AddPyxproSimulator();
        using var host = builder.Build();

        await host.Invoking(host => host.StartAsync()).Should().NotThrowAsync();
        await host.StopAsync();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task NamedClients_WithoutAWord_AreEachOnAnAccountOfTheirOwn(bool isAddedBefore)
    {
        var simulator = new GatewaySimulator();
        if (!isAddedBefore)
        {
            _services.AddPyxproSimulator(simulator);
        }

        foreach (var name in new[] { "hk", "mo" })
        {
            _services.AddPyxpro(name, options => ConfigureNamed(options, name)).ConfigurePrimaryHttpMessageHandler(() => new ScriptedHandler(NoNetwork));
        }

        _services.AddPyxpro(TestMerchant.ConfigureOwn).ConfigurePrimaryHttpMessageHandler(() => new ScriptedHandler(NoNetwork));
        if (isAddedBefore)
        {
            _services.AddPyxproSimulator(simulator);
        }

        await using var provider = _services.BuildServiceProvider(validateScopes: true);

        foreach (var name in new[] { "hk", "mo" })
        {
            var client = provider.GetRequiredKeyedService<PyxproClient>(name);
            await client.CreateNativeOrderAsync(TestMerchant.CreateRequest with { OutTradeNo = name });
            client.MchId.Should().Be($"mch_{name}");
            client.ParseNotification(simulator.Buyer.Pay(name, mchId: $"mch_{name}")).IsPaid.Should().BeTrue();
            provider.GetRequiredService<IOptionsMonitor<PyxproOptions>>().Get(name).Key.Should().Be($"key_of_{name}");
        }

        await provider.GetRequiredService<PyxproClient>().CreateNativeOrderAsync(TestMerchant.CreateRequest);
        simulator.FindOrder("ORDER_1").Should().NotBeNull();
        simulator.FindOrder("hk").Should().BeNull("it is an order of another merchant");
    }

    [Fact]
    public async Task NamedClients_BesideTheOneThatIsChosen_AreOnTheSimulatorToo()
    {
        var simulator = new GatewaySimulator();
        _services.AddPyxpro("hk", options => ConfigureNamed(options, "hk")).ConfigurePrimaryHttpMessageHandler(() => new ScriptedHandler(NoNetwork));
        _services.AddPyxpro("mo", options => ConfigureNamed(options, "mo")).ConfigurePrimaryHttpMessageHandler(() => new ScriptedHandler(NoNetwork));
        _services.AddPyxproSimulator(simulator, name: "hk");
        await using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<PyxproClient>("hk").CreateNativeOrderAsync(TestMerchant.CreateRequest);
        await provider.GetRequiredKeyedService<PyxproClient>("mo").CreateNativeOrderAsync(TestMerchant.CreateRequest);

        simulator.FindOrder("ORDER_1").Should().NotBeNull();
        simulator.FindOrder("ORDER_1", mchId: "mch_mo").Should().NotBeNull();
    }

    [Fact]
    public async Task NamedClient_WithoutNumberAndKey_GetsBoth()
    {
        _services.AddPyxpro("hk", TestMerchant.ConfigureOwn);
        _services.AddPyxproSimulator();
        await using var provider = _services.BuildServiceProvider();
        var simulator = provider.GetRequiredService<GatewaySimulator>();

        await provider.GetRequiredKeyedService<PyxproClient>("hk").CreateNativeOrderAsync(TestMerchant.CreateRequest);

        simulator.FindOrder("ORDER_1", mchId: "hk").Should().NotBeNull();
        simulator.CreateOptions(mchId: "hk").Key.Should().NotBe(simulator.CreateOptions().Key);
    }

    [Theory]
    [InlineData("a number of more than thirty-two characters", "key", "*MchId must have 1 to 32 characters*")]
    [InlineData("hong kong", "key", "*MchId must consist of visible ASCII characters*")]
    [InlineData("111", "a key with blanks", "*Key holds white space*")]
    public void NamedClient_WithAWrongNumberOrKey_IsRefusedAsInProduction(string mchId, string key, string message)
    {
        _services.AddPyxpro("hk", options => (options.MchId, options.Key) = (mchId, key));
        _services.AddPyxproSimulator();
        using var provider = _services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptionsMonitor<PyxproOptions>>();

        options.Invoking(options => options.Get("hk")).Should().Throw<OptionsValidationException>().WithMessage(message);
    }

    [Fact]
    public async Task NamedClient_WithTheKeyOfAnotherMerchant_IsRefusedAsInProduction()
    {
        var simulator = new GatewaySimulator();
        simulator.AddMerchant("mch_hk", "the_right_key");
        _services.AddPyxpro("hk", options => ConfigureNamed(options, "hk"));
        _services.AddPyxproSimulator(simulator);
        await using var provider = _services.BuildServiceProvider();

        var ping = await provider.GetRequiredKeyedService<PyxproClient>("hk").PingAsync();

        ping.Result.Should().Be(PyxproPingResult.Key);
    }

    [Fact]
    public async Task NamedClient_OfTheSimulatorsOwnAccount_GetsItsKey()
    {
        var simulator = new GatewaySimulator();
        _services.AddPyxpro("hk", options => TestMerchant.Configure(options));
        _services.AddPyxproSimulator(simulator);
        await using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredKeyedService<PyxproClient>("hk").CreateNativeOrderAsync(TestMerchant.CreateRequest);

        simulator.FindOrder("ORDER_1").Should().NotBeNull();
    }

    [Fact]
    public async Task Account_ThatTheSimulatorLacks_IsAdded()
    {
        var simulator = new GatewaySimulator();
        _services.AddPyxpro(TestMerchant.ConfigureOwn);
        _services.AddPyxproSimulator(simulator, mchId: "222");
        await using var provider = _services.BuildServiceProvider();

        await provider.GetRequiredService<PyxproClient>().CreateNativeOrderAsync(TestMerchant.CreateRequest);

        simulator.FindOrder("ORDER_1", mchId: "222").Should().NotBeNull();
    }

    [Fact]
    public void Options_MadeAtRunTime_GetAnAccountToo()
    {
        var simulator = new GatewaySimulator();
        _services.AddPyxproSimulator(simulator);
        using var provider = _services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptionsFactory<PyxproOptions>>().Create("tenant_7");

        simulator.CreateOptions(mchId: "tenant_7").Key.Should().Be(options.Key);
    }

    [Theory]
    [InlineData("Pyxpro", true)]
    [InlineData("Pyxpro:anything", true)]
    [InlineData("PyxproReports", false)]
    [InlineData("", false)]
    public async Task HttpClient_OfTheSdk_AndNoOther_IsOnTheSimulator(string name, bool isConnected)
    {
        _services.AddHttpClient(name).ConfigurePrimaryHttpMessageHandler(() => new ScriptedHandler(NoNetwork));
        _services.AddPyxproSimulator();
        using var provider = _services.BuildServiceProvider();
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://pay.wepayez.com/pay/gateway");

        var send = () => provider.GetRequiredService<IHttpClientFactory>().CreateClient(name).SendAsync(request);

        if (isConnected)
        {
            await send.Should().NotThrowAsync();
        }
        else
        {
            await send.Should().ThrowAsync<HttpRequestException>();
        }
    }

    [Fact]
    public async Task NamedClients_AreEachOnTheirMerchant()
    {
        var simulator = new GatewaySimulator("111", "key_of_hk");
        simulator.AddMerchant("222", "key_of_mo");
        _services.AddPyxpro("hk", options => TestMerchant.Configure(options));
        _services.AddPyxpro("mo", options => TestMerchant.Configure(options));
        _services.AddPyxproSimulator(simulator, name: "hk");
        _services.AddPyxproSimulator(simulator, name: "mo", mchId: "222");
        await using var provider = _services.BuildServiceProvider();

        foreach (var name in new[] { "hk", "mo" })
        {
            await provider.GetRequiredKeyedService<PyxproClient>(name)
                .CreateNativeOrderAsync(TestMerchant.CreateRequest with { OutTradeNo = name });
        }

        simulator.FindOrder("hk").Should().NotBeNull();
        simulator.FindOrder("mo").Should().BeNull();
        simulator.FindOrder("mo", mchId: "222").Should().NotBeNull();
        provider.GetService<PyxproClient>().Should().BeNull("no unnamed one was asked for");
    }

    [Fact]
    public async Task Simulator_OfTheContainer_GoesByItsClock()
    {
        var time = new SteppedTime();
        _services.AddSingleton<TimeProvider>(time);
        _services.AddPyxpro(TestMerchant.ConfigureOwn);
        _services.AddPyxproSimulator();
        await using var provider = _services.BuildServiceProvider();
        var client = provider.GetRequiredService<PyxproClient>();
        await client.CreateNativeOrderAsync(TestMerchant.CreateRequest);

        time.Advance(TimeSpan.FromMinutes(5));

        await client.CloseOrderAsync(new CloseOrderRequest { OutTradeNo = "ORDER_1" });
        provider.GetRequiredService<GatewaySimulator>().FindOrder("ORDER_1")!.TradeState.Should().Be(TradeState.Closed);
    }

    [Theory]
    [InlineData(0, PyxproPingResult.Healthy)]
    [InlineData(55, PyxproPingResult.Healthy)]
    [InlineData(300, PyxproPingResult.Clock)]
    [InlineData(-300, PyxproPingResult.Clock)]
    public async Task Clock_OfTheMachine_IsComparedWithTheSimulators(int secondsAhead, PyxproPingResult expected)
    {
        var ahead = TimeSpan.FromSeconds(secondsAhead);
        var (machine, gateway) = (new SteppedTime(), new SteppedTime());
        machine.Advance(TimeSpan.FromHours(1) + ahead);
        gateway.Advance(TimeSpan.FromHours(1));
        _services.AddSingleton<TimeProvider>(machine);
        _services.AddPyxpro(TestMerchant.ConfigureOwn);
        _services.AddPyxproSimulator(new GatewaySimulator(gateway));
        await using var provider = _services.BuildServiceProvider();

        var ping = await provider.GetRequiredService<PyxproClient>().PingAsync();

        ping.Result.Should().Be(expected);
        ping.ClockAhead.Should().BeCloseTo(ahead, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task Key_ReplacedAtTheGateway_NeedsTheOptionsToBeReadAnew()
    {
        var simulator = new GatewaySimulator();
        _services.AddPyxpro(TestMerchant.ConfigureOwn);
        _services.AddPyxproSimulator(simulator);
        await using var provider = _services.BuildServiceProvider();
        var client = provider.GetRequiredService<PyxproClient>();
        await client.CreateNativeOrderAsync(TestMerchant.CreateRequest);
        simulator.ReplaceKey("new_key");
        await client.Invoking(client => client.CreateNativeOrderAsync(TestMerchant.CreateRequest))
            .Should().ThrowAsync<PyxproGatewayException>();

        provider.GetRequiredService<IOptionsMonitorCache<PyxproOptions>>().Clear();

        await client.Invoking(client => client.CreateNativeOrderAsync(TestMerchant.CreateRequest)).Should().NotThrowAsync();
    }

    [Fact]
    public void AddPyxproSimulator_WithAnother_TakesTheLater()
    {
        var later = new GatewaySimulator();
        _services.AddPyxproSimulator();

        _services.AddPyxproSimulator(later);

        _services.Where(service => service.ServiceType == typeof(GatewaySimulator)).Should().ContainSingle();
        _services.BuildServiceProvider().GetRequiredService<GatewaySimulator>().Should().BeSameAs(later);
    }

    private static Task<HttpResponseMessage> NoNetwork(HttpRequestMessage request, CancellationToken stop) =>
        throw new HttpRequestException(HttpRequestError.ConnectionError, "A test reached for the network.");

    private static void ConfigureNamed(PyxproOptions options, string name)
    {
        TestMerchant.Configure(options);
        options.GatewayUrl = new Uri("https://pay.wepayez.com/pay/gateway");
        (options.MchId, options.Key) = ($"mch_{name}", $"key_of_{name}");
    }

    private static void Forget(string property, PyxproOptions options)
    {
        TestMerchant.Configure(options);
        switch (property)
        {
            case nameof(PyxproOptions.NotifyUrl):
                options.NotifyUrl = null;
                break;

            case nameof(PyxproOptions.MchCreateIp):
                options.MchCreateIp = null;
                break;

            default:
                options.OpUserId = null;
                break;
        }
    }
}
