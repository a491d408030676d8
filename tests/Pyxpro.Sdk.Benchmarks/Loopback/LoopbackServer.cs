using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.Benchmarks.Loopback;

/// <summary>Kestrel on this machine's loopback address, for one request handler. Not the server of the tests, which
/// copies and counts what it reads: here the server must cost nothing beside the SDK.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    public const string Path = "/pyxpro";

    private readonly WebApplication _application;

    private LoopbackServer(WebApplication application) => _application = application;

    public Uri Url => new(_application.Urls.Single() + Path);

    /// <summary>Starts what responds to each request with the same bytes: a gateway.</summary>
    public static Task<LoopbackServer> StartAsync(byte[] response) => StartAsync(application =>
        application.MapPost(Path, async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null);
            context.Response.ContentType = "text/xml";
            context.Response.ContentLength = response.Length;
            await context.Response.Body.WriteAsync(response);
        }));

    /// <param name="map">Maps the handler to <see cref="Path"/>.</param>
    public static async Task<LoopbackServer> StartAsync(Action<WebApplication> map)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddPyxpro(Samples.Configure);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port: 0));
        var application = builder.Build();
        map(application);
        await application.StartAsync();

        return new LoopbackServer(application);
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}
