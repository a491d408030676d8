using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Pyxpro.Sdk;
using Pyxpro.Sdk.Testing;

namespace Shop;

/// <summary>Posts the notifications of the embedded gateway to this shop over HTTP, as a real gateway does.</summary>
public sealed class SimulatedGateway(
    GatewaySimulator simulator,
    IServer server,
    IHostApplicationLifetime host,
    ILogger<SimulatedGateway> logger) : BackgroundService
{
    // Shorter than the usual minute, for a demonstration.
    private static readonly TimeSpan RefundDelay = TimeSpan.FromSeconds(8);

    /// <summary>Sets the merchant's own settings.</summary>
    public static void Configure(PyxproOptions options)
    {
        options.NotifyUrl = new Uri("https://shop.test/pyxpro/notify");
        options.MchCreateIp = "127.0.0.1";
        options.OpUserId = "cashier";
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The server's address is known once it listens.
        var started = new TaskCompletionSource();
        await using var registration = host.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        Log.Simulated(logger);

        simulator.RefundDelay = RefundDelay;
        var address = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        using var httpClient = new HttpClient(new ToThisShopHandler(new Uri(address)));
        simulator.Notifications.UseHttpClient(httpClient);
        await simulator.Notifications.RunAsync(stoppingToken);
    }

    /// <summary>Redirects the requests for <c>notify_url</c> to this process.</summary>
    private sealed class ToThisShopHandler(Uri address) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.RequestUri = new Uri(address, request.RequestUri!.AbsolutePath);

            return base.SendAsync(request, cancellationToken);
        }
    }
}
