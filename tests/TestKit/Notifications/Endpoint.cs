using System.Collections.Concurrent;
using System.Net;

namespace Pyxpro.Sdk.Tests;

/// <summary>A merchant's notification endpoint in memory, which responds as a test says.</summary>
internal sealed class Endpoint(Func<byte[], CancellationToken, Task<HttpResponseMessage>> respond) : ScriptedHandler(
    async (request, stop) => await respond(await request.Content!.ReadAsByteArrayAsync(stop), stop))
{
    public ConcurrentQueue<(Uri Url, byte[] Body)> Posts { get; } = new();

    public static Endpoint Responding(string text, HttpStatusCode status = HttpStatusCode.OK) =>
        new((_, _) => Task.FromResult(Response(text, status)));

    public static HttpResponseMessage Response(string text, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(text) };

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Posts.Enqueue((request.RequestUri!, await request.Content!.ReadAsByteArrayAsync(cancellationToken)));

        return await base.SendAsync(request, cancellationToken);
    }
}
