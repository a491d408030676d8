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
