using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pyxpro.Sdk.Testing;

namespace Shop.Tests;

/// <summary>Serves a simulated gateway over loopback HTTP. Each shop has an address of its own there, which identifies
/// the caller. Not the server of the SDK's tests: processes that are killed need one with whole HTTP, and no test of the
/// shop sends half a response.</summary>
public sealed class GatewayServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _gateway;

    private GatewayServer(WebApplication app, HttpMessageInvoker gateway) => (_app, _gateway) = (app, gateway);

    /// <summary>Gets or sets what happens when the gateway has processed a shop's request and has not responded
    /// yet.</summary>
    public Func<string, Task> BeforeResponse { get; set; } = _ => Task.CompletedTask;

    public static async Task<GatewayServer> StartAsync(GatewaySimulator simulator)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRoutingCore();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        var server = new GatewayServer(app, new HttpMessageInvoker(simulator.CreateHandler()));
        app.UseRouting();
        app.MapPost("/{shop}", (HttpContext context, string shop) => server.RespondAsync(context, shop));
        await app.StartAsync();

        return server;
    }

    public string AddressFor(string shop) => $"{_app.Urls.First()}/{shop}";

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _gateway.Dispose();
    }

    private async Task RespondAsync(HttpContext context, string shop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "https://gateway.test/")
        {
            Content = new StreamContent(context.Request.Body),
        };
        try
        {
            // Not the caller's token: the gateway processes what it has received, even if the shop is killed since.
            using var response = await _gateway.SendAsync(request, CancellationToken.None);
            await BeforeResponse(shop);
            context.Response.StatusCode = (int)response.StatusCode;
            context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
            await response.Content.CopyToAsync(context.Response.Body, CancellationToken.None);
        }
        catch (Exception exception) when (exception is HttpRequestException or IOException)
        {
            context.Abort();
        }
    }
}
