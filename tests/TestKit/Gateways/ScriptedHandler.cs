namespace Pyxpro.Sdk.Tests;

/// <summary>What a server, or a handler in front of it, does with a request.</summary>
public delegate Task<HttpResponseMessage> Reply(HttpRequestMessage request, CancellationToken stop);

/// <summary>The handler of the tests: it does with each request what a test says, by the request's number from 1, with
/// or without a handler behind it.</summary>
public class ScriptedHandler : DelegatingHandler
{
    private readonly Func<int, Reply> _script;
    private int _requests;

    public ScriptedHandler(Func<int, Reply> script) => _script = script;

    /// <summary>Makes a handler that goes through some replies and stays with the last.</summary>
    public ScriptedHandler(params Reply[] replies)
        : this(number => replies[Math.Min(number, replies.Length) - 1])
    {
    }

    private ScriptedHandler(Func<Reply, Reply> decorate)
    {
        var reply = decorate(base.SendAsync);
        _script = _ => reply;
    }

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Makes a handler in front of another.</summary>
    /// <param name="decorate">Makes the reply from that of the other handler.</param>
    /// <param name="inner">The other handler; <see langword="null"/> if it is set later.</param>
    public static ScriptedHandler Around(Func<Reply, Reply> decorate, HttpMessageHandler? inner = null)
    {
        var handler = new ScriptedHandler(decorate);
        if (inner is not null)
        {
            handler.InnerHandler = inner;
        }

        return handler;
    }

    public HttpClient ToHttpClient() => new(this, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken) =>
        _script(Interlocked.Increment(ref _requests))(request, cancellationToken);
}
