using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pyxpro.Sdk.AspNetCore;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Hosting.Tests;

/// <summary>The test of an application with two named merchants, in which one line puts all on the simulator.</summary>
public class TwoMerchantsTests
{
    private static readonly string[] Names = ["hk", "mo"];

    [Fact]
    public async Task AddPyxproSimulator_InTheTestOfAnApplication_LeavesNoMerchantOnTheRealGateway()
    {
        var handled = new List<string>();
        await using var app = BuildShop(services => services.AddPyxproSimulator(), handled);
        await app.StartAsync();
        using var browser = app.GetTestClient();
        var gateway = app.Services.GetRequiredService<GatewaySimulator>();
        gateway.Notifications.UseHttpClient(browser);

        foreach (var name in Names)
        {
            (await browser.PostAsync(new Uri($"/orders/{name}", UriKind.Relative), content: null)).EnsureSuccessStatusCode();
            gateway.Buyer.Pay($"ORDER_{name}", mchId: $"mch_{name}");
        }

        var deliveries = await gateway.Notifications.DeliverAsync();

        deliveries.Should().HaveCount(2).And.OnlyContain(delivery => delivery.Result == DeliveryResult.Acknowledged);
        handled.Should().Equal("mch_hk ORDER_hk", "mch_mo ORDER_mo");
    }

    [Fact]
    public async Task PingAsync_MachineWhoseClockIsWrong_SaysSo()
    {
        var (machine, real) = (new SteppedTime(), new SteppedTime());
        machine.Advance(TimeSpan.FromMinutes(3));
        await using var app = BuildShop(
            services => services.AddSingleton<TimeProvider>(machine).AddPyxproSimulator(new GatewaySimulator(real)), []);
        await app.StartAsync();

        var ping = await app.Services.GetRequiredKeyedService<PyxproClient>("mo").PingAsync();

        ping.Result.Should().Be(PyxproPingResult.Clock);
        ping.ClockAhead.Should().BeCloseTo(TimeSpan.FromMinutes(3), TimeSpan.FromSeconds(1));
    }

    /// <summary>Builds the application as its Program does, then as its test does.</summary>
    private static WebApplication BuildShop(Action<IServiceCollection> configureTestServices, List<string> handled)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddSuiteLog();
        foreach (var name in Names)
        {
            builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
            {
                [$"Pyxpro:{name}:GatewayUrl"] = "https://pay.gateway.invalid/pay/gateway",
                [$"Pyxpro:{name}:MchId"] = $"mch_{name}",
                [$"Pyxpro:{name}:Key"] = $"key_of_{name}",
                [$"Pyxpro:{name}:NotifyUrl"] = $"https://shop.example/pyxpro/{name}",
                [$"Pyxpro:{name}:MchCreateIp"] = "203.0.113.7",
            });
            builder.Services.AddPyxpro(name, builder.Configuration.GetSection($"Pyxpro:{name}"));
        }

        builder.WebHost.UseTestServer();
        configureTestServices(builder.Services);
        var app = builder.Build();
        app.MapPost("/orders/{name}", (string name, IServiceProvider services) =>
            services.GetRequiredKeyedService<PyxproClient>(name).CreateNativeOrderAsync(
                TestMerchant.CreateRequest with { OutTradeNo = $"ORDER_{name}" }));
        foreach (var name in Names)
        {
            app.MapPyxproNotifications(
                $"/pyxpro/{name}",
                (notification, _, _) =>
                {
                    lock (handled)
                    {
                        handled.Add($"{notification.MchId} {notification.OutTradeNo}");
                    }

                    return Task.CompletedTask;
                },
                name);
        }

        return app;
    }
}
