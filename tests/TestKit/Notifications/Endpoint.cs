using System.Collections.Concurrent;
using System.Net;

namespace Pyxpro.Sdk.Tests;

/// <summary>A merchant's notification endpoint in memory, which answers as a test says.</summary>
internal sealed class Endpoint(Func<byte[], CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    public ConcurrentQueue<(Uri Url, byte[] Body)> Posts { get; } = new();

    public static Endpoint Answering(string text, HttpStatusCode status = HttpStatusCode.OK) =>
        new((_, _) => Task.FromResult(Response(text, status)));

    public static HttpResponseMessage Response(string text, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(text) };

    public HttpClient ToHttpClient() => new(this) { Timeout = Timeout.InfiniteTimeSpan };

    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsByteArrayAsync(cancellationToken);
        Posts.Enqueue((request.RequestUri!, body));

        return await answer(body, cancellationToken);
    }
}
