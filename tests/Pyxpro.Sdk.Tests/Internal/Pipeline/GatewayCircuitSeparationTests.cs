using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Pyxpro.Sdk.Tests;

/// <summary>Each merchant at each gateway has a circuit of its own, and one for all its operations.</summary>
public class GatewayCircuitSeparationTests
{
    private static readonly Reply Closed = Replies.Signed();

    [Theory]
    [InlineData("888", TestMerchant.GatewayUrl)]
    [InlineData(TestMerchant.MchId, "https://other.test/pay/gateway")]
    public async Task Circuit_OfOneClient_IsNotThatOfAnother(string mchId, string url)
    {
        using var gateway = new ScriptedGateway(Replies.Http(503));
        await OpenAsync(gateway.CreateClient(options => options.RetryDelay = TimeSpan.Zero));
        var requests = gateway.Requests;
        var other = gateway.CreateClient(options =>
        {
            (options.MchId, options.GatewayUrl, options.MaxAttempts) = (mchId, new Uri(url), 1);
        });

        (await FailAsync(other)).Call!.Attempts.Should().Be(1);

        gateway.Requests.Should().Be(requests + 1);
    }

    [Theory]
    [MemberData(nameof(RetryPolicyTableTests.EveryOperation), MemberType = typeof(RetryPolicyTableTests))]
    public async Task Circuit_OpenedByOneOperation_IsOpenForAll(PyxproOperation operation)
    {
        using var gateway = new ScriptedGateway(Replies.Http(503));
        var client = gateway.CreateClient(options =>
            (options.MaxAttempts, options.CircuitMinimumAttempts) = (1, Operations.All.Length));
        foreach (var each in Operations.All)
        {
            await gateway.FailAsync<PyxproTransportException>(client, each);
        }

        var exception = await gateway.FailAsync<PyxproTransportException>(client, operation);

        exception.Call!.Attempts.Should().Be(0);
        gateway.Requests.Should().Be(Operations.All.Length);
    }

    [Fact]
    public async Task Circuit_OfANamedMerchant_IsNotThatOfAnother()
    {
        using var down = new ScriptedGateway(Replies.Http(503));
        using var well = new ScriptedGateway(Closed);
        var services = new ServiceCollection();
        foreach (var (name, gateway) in new[] { ("hk", down), ("mo", well) })
        {
            services.AddPyxpro(name, Configuration()).ConfigurePrimaryHttpMessageHandler(() => gateway);
        }

        await using var provider = services.BuildServiceProvider();
        await OpenAsync(provider.GetRequiredKeyedService<PyxproClient>("hk"));

        await CloseAsync(provider.GetRequiredKeyedService<PyxproClient>("mo"));

        (await FailAsync(provider.GetRequiredKeyedService<PyxproClient>("hk"))).Call!.Attempts.Should().Be(0);
    }

    [Fact]
    public async Task Options_ChangedInARunningProcess_MakeNewStrategiesAndACircuitThatIsClosed()
    {
        using var gateway = new ScriptedGateway(Replies.Http(503));
        var configuration = Configuration();
        var services = new ServiceCollection();
        services.AddPyxpro(configuration).ConfigurePrimaryHttpMessageHandler(() => gateway);
        await using var provider = services.BuildServiceProvider();
        var client = provider.GetRequiredService<PyxproClient>();
        await OpenAsync(client);
        var requests = gateway.Requests;

        (configuration["MaxAttempts"], configuration["CircuitMinimumAttempts"]) = ("4", "100");
        configuration.Reload();

        (await FailAsync(client)).Call!.Attempts.Should().Be(4);
        gateway.Requests.Should().Be(requests + 4);
    }

    [Fact]
    public async Task TimeProvider_OfTheContainer_MeasuresDeadlinesAndPauses()
    {
        using var gateway = new ScriptedGateway(Replies.Http(503, "7"), Replies.Silence);
        var services = new ServiceCollection().AddSingleton<TimeProvider>(gateway.Time);
        services.AddPyxpro(Configuration()).ConfigurePrimaryHttpMessageHandler(() => gateway);
        await using var provider = services.BuildServiceProvider();
        var started = gateway.Time.Now;

        var act = () => gateway.Time.RunAsync(CloseAsync(provider.GetRequiredService<PyxproClient>()));

        await act.Should().ThrowAsync<PyxproTransportException>();
        gateway.Times.Should().HaveCountGreaterThan(1);
        (gateway.Times[1] - started).Should().Be(TimeSpan.FromSeconds(7));
        (gateway.Time.Now - started).Should().Be(TimeSpan.FromSeconds(7 + 10 + 10));
    }

    private static async Task OpenAsync(PyxproClient client)
    {
        while ((await FailAsync(client)).Call!.Attempts > 0)
        {
            // It does not take many.
        }
    }

    private static async Task<PyxproTransportException> FailAsync(PyxproClient client) =>
        (await FluentActions.Awaiting(() => CloseAsync(client)).Should().ThrowAsync<PyxproTransportException>()).Which;

    private static Task<CloseOrderResponse> CloseAsync(PyxproClient client) =>
        client.CloseOrderAsync(new CloseOrderRequest { OutTradeNo = "ORDER_1" });

    private static IConfigurationRoot Configuration() => new ConfigurationBuilder()
        .AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["GatewayUrl"] = TestMerchant.GatewayUrl,
            ["MchId"] = TestMerchant.MchId,
            ["Key"] = TestMerchant.Key,
            ["RetryDelay"] = "00:00:00",
        })
        .Build();
}
