using System.Net;

namespace Pyxpro.Sdk.Benchmarks.Loopback;

/// <summary>
/// A gateway in memory, which responds at once or when it is told to. In the latter case callers wait as they do for a
/// network, but go on in the thread that tells it, so that what a call allocates can be counted to
/// the byte. Not the handler of the tests, for the same reason.
/// </summary>
internal sealed class MemoryGateway(byte[] response, bool waits) : HttpMessageHandler
{
    private TaskCompletionSource<HttpResponseMessage> _waiting = new();

    /// <summary>Makes a call from its beginning to its end.</summary>
    public T Complete<T>(Func<Task<T>> call)
    {
        var result = call();
        if (waits)
        {
            _waiting.SetResult(MakeResponse());
        }

        return result.GetAwaiter().GetResult();
    }

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!waits)
        {
            return Task.FromResult(MakeResponse());
        }

        _waiting = new TaskCompletionSource<HttpResponseMessage>();

        return _waiting.Task;
    }

    private HttpResponseMessage MakeResponse() => new(HttpStatusCode.OK) { Content = new ByteArrayContent(response) };
}
