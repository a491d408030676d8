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

public class HealthCheckTests
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

        var report = await CheckAsync(new Dated(simulator.CreateHandler()), simulator.CreateOptions().Key);

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
            .AddPyxproHealthCheck("mo", name: "macau");
        await using var provider = services.BuildServiceProvider();

        var report = await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();

        report.Entries["pyxpro:hk"].Status.Should().Be(HealthStatus.Unhealthy);
        report.Entries["pyxpro:hk"].Tags.Should().Equal("payments");
        report.Entries["macau"].Status.Should().Be(HealthStatus.Healthy);
    }

    [Fact]
    public async Task HealthCheck_OverHttp_AnswersAsTheHostDoes()
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

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void AddPyxproHealthCheck_BlankMerchant_IsRefused(string merchant)
    {
        var act = () => new ServiceCollection().AddHealthChecks().AddPyxproHealthCheck(merchant);

        act.Should().Throw<ArgumentException>();
    }

    private static async Task<HealthReport> CheckAsync(
        HttpMessageHandler gateway, string key, HealthStatus? failureStatus = null)
    {
        var services = new ServiceCollection().AddLogging(logging => logging.AddSuiteLog());
        services.AddPyxpro(options => Configure(options, "124580000005", key))
            .ConfigurePrimaryHttpMessageHandler(() => gateway);
        services.AddHealthChecks().AddPyxproHealthCheck(failureStatus: failureStatus);
        await using var provider = services.BuildServiceProvider();

        return await provider.GetRequiredService<HealthCheckService>().CheckHealthAsync();
    }

    private static void Configure(PyxproOptions options, string mchId, string key)
    {
        options.GatewayUrl = new Uri("https://gateway.test/pay/gateway");
        options.MchId = mchId;
        options.Key = key;
    }

    /// <summary>A gateway whose clock stands in another year.</summary>
    private sealed class Dated(HttpMessageHandler gateway) : DelegatingHandler(gateway)
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var response = await base.SendAsync(request, cancellationToken);
            response.Headers.Date = new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero);

            return response;
        }
    }
}
