using System.Collections.Concurrent;

namespace Pyxpro.Sdk.Tests;

/// <summary>A gateway in memory, with the clock of its client.</summary>
internal sealed class ScriptedGateway : ScriptedHandler
{
    private readonly ConcurrentQueue<DateTimeOffset> _times = new();

    public ScriptedGateway(Func<int, Reply> script)
        : base(script)
    {
    }

    public ScriptedGateway(params Reply[] replies)
        : base(replies)
    {
    }

    public SteppedTime Time { get; init; } = new();

    /// <summary>Gets when the requests came.</summary>
    public IReadOnlyList<DateTimeOffset> Times => [.. _times];

    /// <summary>Makes a client of this gateway that tries three times, except for what a test changes.</summary>
    public PyxproClient CreateClient(Action<PyxproOptions>? configure = null)
    {
        var options = TestMerchant.Options;
        options.MaxAttempts = 3;
        configure?.Invoke(options);

        return new PyxproClient(ToHttpClient(), options, loggerFactory: null, Time);
    }

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        _times.Enqueue(Time.Now);

        return base.SendAsync(request, cancellationToken);
    }
}
