using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk.AspNetCore;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>A notification posted to a server.</summary>
internal sealed class NotificationEndpoint(Expectations steps)
{
    private const string Merchant = "hk";
    private const string Path = "/pyxpro/notify";

    public async Task RunAsync()
    {
        var simulator = new GatewaySimulator();
        var given = simulator.CreateOptions(options =>
        {
            options.NotifyUrl = new Uri("https://shop.example/notify");
            options.MchCreateIp = "127.0.0.1";
        });
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Notifications:Merchants:0"] = Merchant,
            ["Notifications:ResponseTimeout"] = "00:00:03",
            ["Notifications:MaxConcurrentHandlers"] = "7",
        });
        builder.Services.Configure<PyxproNotificationOptions>(builder.Configuration.GetSection("Notifications"));
        builder.Services.AddPyxpro(Merchant, options =>
        {
            options.GatewayUrl = given.GatewayUrl;
            options.MchId = given.MchId;
            options.Key = given.Key;
        });
        builder.Services.AddSingleton<Handler>();
        builder.Services.AddScoped<IPaymentNotificationHandler>(services => services.GetRequiredService<Handler>());
        builder.Services.AddSingleton<IPaymentNotificationStore, InMemoryNotificationStore>();
        await using var app = builder.Build();
        app.MapPyxproNotifications(Path);
        var bound = app.Services.GetRequiredService<IOptions<PyxproNotificationOptions>>().Value;
        steps.Expect(
            bound.Merchants is [Merchant]
                && bound.ResponseTimeout == TimeSpan.FromSeconds(3)
                && bound.MaxConcurrentHandlers == 7,
            "the endpoint's options are bound from configuration");
        await app.StartAsync();
        using var http = new HttpClient
        {
            BaseAddress = new Uri(
                app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()),
        };

        var client = new PyxproClient(new HttpClient(simulator.CreateHandler()), given);
        await client.CreateNativeOrderAsync(
            new CreateNativeOrderRequest { OutTradeNo = "endpoint1", Body = "goods", TotalFee = 1000 });
        var posted = simulator.Buyer.Pay("endpoint1");
        var forged = (byte[])posted.Clone();
        forged[posted.Length / 2] ^= 1;

        steps.Expect(await PostAsync(http, forged) == "fail", "a forged notification is refused");
        steps.Expect(await PostAsync(http, posted) == "success", "a genuine notification is acknowledged");
        steps.Expect(await PostAsync(http, posted) == "success", "its duplicate is acknowledged");
        steps.Expect(app.Services.GetRequiredService<Handler>().Count == 1, "it was handled once");
    }

    private static async Task<string> PostAsync(HttpClient http, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using var response = await http.PostAsync(new Uri(Path, UriKind.Relative), content);

        return await response.Content.ReadAsStringAsync();
    }

    private sealed class Handler : IPaymentNotificationHandler
    {
        public int Count { get; private set; }

        public Task HandleAsync(PaymentNotification notification, CancellationToken cancellationToken = default)
        {
            Count++;

            return Task.CompletedTask;
        }
    }
}
