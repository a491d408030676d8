using System.Collections.Concurrent;

namespace Pyxpro.Sdk.Tests;

/// <summary>What a gateway does with a request.</summary>
internal delegate Task<HttpResponseMessage> Reply(HttpRequestMessage request, CancellationToken stop);

/// <summary>A gateway in memory that replies to each request as a test says, by the request's number from 1.</summary>
internal sealed class ScriptedGateway : HttpMessageHandler
{
    private readonly Func<int, Reply> _script;
    private readonly ConcurrentQueue<DateTimeOffset> _times = new();
    private int _requests;

    public ScriptedGateway(Func<int, Reply> script) => _script = script;

    /// <summary>Makes a gateway that goes through some replies and stays with the last.</summary>
    public ScriptedGateway(params Reply[] replies)
        : this(number => replies[Math.Min(number, replies.Length) - 1])
    {
    }

    public SteppedTime Time { get; init; } = new();

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>Gets when the requests came.</summary>
    public IReadOnlyList<DateTimeOffset> Times => [.. _times];

    /// <summary>Makes a client of this gateway that tries three times, save what a test changes.</summary>
    public PyxproClient CreateClient(Action<PyxproOptions>? configure = null)
    {
        var options = TestMerchant.Options;
        options.MaxAttempts = 3;
        configure?.Invoke(options);
        var httpClient = new HttpClient(this, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };

        return new PyxproClient(httpClient, options, loggerFactory: null, Time);
    }

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _times.Enqueue(Time.Now);

        return _script(Interlocked.Increment(ref _requests))(request, cancellationToken);
    }
}
