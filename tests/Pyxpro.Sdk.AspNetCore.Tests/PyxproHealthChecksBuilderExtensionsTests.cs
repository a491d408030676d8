using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;
using Pyxpro.Sdk.AspNetCore;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

public class PyxproHealthChecksBuilderExtensionsTests
{
    [Fact]
    public async Task HealthCheck_GatewayThatKnowsTheMerchant_IsHealthyAndCreatesNothing()
    {
        var simulator = new GatewaySimulator();

        var report = await CheckAsync(simulator.CreateHandler(), simulator.CreateOptions().Key);

        var entry = report.Entries.Should().ContainKey("pyxpro").WhoseValue;
        entry.Status.Should().Be(HealthStatus.Healthy);
        entry.Data["result"].Should().Be("Healthy");
        entry.Data["duration"].Should().BeOfType<TimeSpan>();
    }

    [Theory]
    [InlineData(null, HealthStatus.Unhealthy)]
    [InlineData(HealthStatus.Degraded, HealthStatus.Degraded)]
    public async Task HealthCheck_WrongKey_IsTheFailureStatusAndNamesTheKeyWithoutShowingIt(
        HealthStatus? failureStatus, HealthStatus expected)
    {
        const string WrongKey = "canary_of_a_wrong_key";

        var report = await CheckAsync(new GatewaySimulator().CreateHandler(), WrongKey, failureStatus: failureStatus);

        var entry = report.Entries["pyxpro"];
        entry.Status.Should().Be(expected);
        entry.Data["result"].Should().Be("Key");
        entry.Description.Should().Contain("Signature error").And.NotContain(WrongKey);
        entry.Exception.Should().BeNull();
    }

    [Fact]
    public async Task HealthCheck_ClockThatDiffers_IsDegraded()
    {
        var simulator = new GatewaySimulator();

        var report = await CheckAsync(ScriptedHandler.Around(InAnotherYear, simulator.CreateHandler()), simulator.CreateOptions().Key);

        report.Entries["pyxpro"].Status.Should().Be(HealthStatus.Degraded);
        report.Entries["pyxpro"].Data["result"].Should().Be("Clock");
    }

    [Fact]
    public async Task HealthCheck_OfANamedMerchant_AsksWithThatMerchant()
    {
        var simulator = new GatewaySimulator("222", "key_of_mo");
        var services = new ServiceCollection().AddLogging(logging => logging.AddSuiteLog());
        services.AddPyxpro("hk", options => Configure(options, "111", "key_of_hk"))
            .ConfigurePrimaryHttpMessageHandler(simulator.CreateHandler);
        services.AddPyxpro("mo", options => Configure(options, "222", "key_of_mo"))
            .ConfigurePrimaryHttpMessageHandler(simulator.CreateHandler);
        services.AddHealthChecks()
            .AddPyxproHealthCheck("hk", tags: ["payments"])
            .AddPyxproHealthCheck("mo", checkName: "macau");
        await using var provider = services.BuildServiceProvider();

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        report.Entries["pyxpro:hk"].Status.Should().Be(HealthStatus.Unhealthy);
        report.Entries["pyxpro:hk"].Tags.Should().Equal("payments");
        report.Entries["macau"].Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task HealthCheck_OverHttp_RespondsAsTheHostDoes()
    {
        var simulator = new GatewaySimulator();
        var builder = WebApplication.CreateBuilder();
        builder.Logging.ClearProviders().AddSuiteLog();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddPyxpro(options => Configure(options, "124580000005", simulator.CreateOptions().Key))
            .ConfigurePrimaryHttpMessageHandler(simulator.CreateHandler);
        builder.Services.AddHealthChecks().AddPyxproHealthCheck();
        await using var app = builder.Build();
        app.MapHealthChecks("/health");
        await app.StartAsync();
        using var browser = new HttpClient();
        var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();

        (await browser.GetStringAsync(new Uri($"{address}/health"))).Should().Be("Healthy");
    }

    [Fact]
    public async Task HealthChecks_ManyAtOnce_SendOneRequest()
    {
        var simulator = new GatewaySimulator();
        var gateway = new Held(simulator.CreateHandler());
        await using var provider = MakeProvider(gateway, simulator.CreateOptions().Key);
        var health = provider.GetRequiredService<HealthCheckService>();

        var checking = Task.WhenAll(Enumerable.Range(0, 100).Select(_ => health.CheckHealthAsync()));
        gateway.GoOn.SetResult();

        (await checking).Should().OnlyContain(report => report.Status == HealthStatus.Healthy);
        gateway.Requests.Should().Be(1);
    }

    [Fact]
    public async Task HealthChecks_FailAgainAndAgain_StopNoPayment()
    {
        var simulator = new GatewaySimulator();
        var time = new SteppedTime();
        var gateway = new Held(simulator.CreateHandler()) { Status = HttpStatusCode.ServiceUnavailable };
        gateway.GoOn.SetResult();
        await using var provider = MakeProvider(gateway, simulator.CreateOptions().Key, configure: services =>
        {
            services.AddSingleton<TimeProvider>(time);
            services.Configure<PyxproOptions>(options =>
                (options.MaxAttempts, options.CircuitMinimumAttempts, options.CircuitSamplingDuration) =
                (1, 2, TimeSpan.FromHours(1)));
        });
        for (var i = 0; i < 20; i++)
        {
            var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
            report.Status.Should().Be(HealthStatus.Unhealthy);
            time.Advance(TimeSpan.FromSeconds(5));
        }

        gateway.Status = null;
        var act = () => provider.GetRequiredService<PyxproClient>().CreateNativeOrderAsync(TestMerchant.CreateRequest);

        await act.Should().NotThrowAsync();
        gateway.Requests.Should().Be(21);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void AddPyxproHealthCheck_BlankName_IsRefused(string name)
    {
        var act = () => new ServiceCollection().AddHealthChecks().AddPyxproHealthCheck(name);

        act.Should().Throw<ArgumentException>();
    }

    private static async Task<HealthReport> CheckAsync(
        HttpMessageHandler gateway, string key, HealthStatus? failureStatus = null)
    {
        await using var provider = MakeProvider(gateway, key, failureStatus);

        return await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
    }

    private static ServiceProvider MakeProvider(
        HttpMessageHandler gateway,
        string key,
        HealthStatus? failureStatus = null,
        Action<IServiceCollection>? configure = null)
    {
        var services = new ServiceCollection().AddLogging(logging => logging.AddSuiteLog());
        services.AddPyxpro(options => Configure(options, "124580000005", key))
            .ConfigurePrimaryHttpMessageHandler(() => gateway);
        services.AddHealthChecks().AddPyxproHealthCheck(failureStatus: failureStatus);
        configure?.Invoke(services);

        return services.BuildServiceProvider();
    }

    private static void Configure(PyxproOptions options, string mchId, string key)
    {
        options.GatewayUrl = new Uri("https://gateway.test/pay/gateway");
        options.MchId = mchId;
        options.Key = key;
        options.NotifyUrl = new Uri("https://shop.test/notify");
        options.MchCreateIp = "203.0.113.7";
    }

    /// <summary>The clock of the gateway is in another year.</summary>
    private static Reply InAnotherYear(Reply next) => async (request, stop) =>
    {
        var response = await next(request, stop);
        response.Headers.Date = new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

        return response;
    };

    /// <summary>A gateway that responds when it is told to, if need be with an error.</summary>
    private sealed class Held(HttpMessageHandler gateway) : DelegatingHandler(gateway)
    {
        private int _requests;

        public TaskCompletionSource GoOn { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public HttpStatusCode? Status { get; set; }

        public int Requests => Volatile.Read(ref _requests);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _requests);
            await GoOn.Task;

            return Status is { } status
                ? new HttpResponseMessage(status)
                : await base.SendAsync(request, cancellationToken);
        }
    }
}
