using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Pyxpro.Sdk.Tests;

/// <summary>
/// A gateway on loopback that does to each request what the next play says, is honest when there is none, and logs what
/// really arrived and was acted upon.
/// </summary>
internal sealed class FaultServer : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly ConcurrentQueue<Play> _plays = new();
    private FaultServer? _other;
    private int _count;

    /// <param name="certificate">Makes the connections TLS.</param>
    /// <param name="protocols">The versions of TLS that are offered.</param>
    public FaultServer(X509Certificate2? certificate = null, SslProtocols protocols = SslProtocols.None) =>
        _listener = new LoopbackListener(ServeAsync, certificate, protocols);

    public AuditLog Log { get; } = new();

    public Uri Url => _listener.Url;

    /// <summary>Gets a second host, which nobody but this server speaks of.</summary>
    public FaultServer Other => _other ??= new FaultServer();

    /// <summary>Gets what arrived at the second host, if it was ever spoken of.</summary>
    public IReadOnlyList<AuditEntry> SeenByOther => _other?.Log.Entries ?? [];

    /// <summary>Gets or sets what is done to requests that no play was added for.</summary>
    public Play Default { get; set; } = Plays.Honest();

    /// <summary>Gets or sets the keys by which a request may be signed.</summary>
    public IReadOnlyList<string> Keys { get; set; } = [TestMerchant.Key];

    /// <summary>Gets or sets whether the next play is for a connection instead of a request.</summary>
    public bool PlaysOnAccept { get; set; }

    /// <summary>Gets or sets what the test does when a play signals.</summary>
    public Action? Signalled { get; set; }

    public CancellationToken Stop => _listener.Stop;

    /// <summary>Adds what is done to the next request.</summary>
    public void Add(Play play) => _plays.Enqueue(play);

    /// <summary>Lets the test do what it does to the call: the moment has come.</summary>
    public void Signal() => ThreadPool.QueueUserWorkItem(_ => Signalled?.Invoke());

    /// <summary>Refuses all connections from now on.</summary>
    public void StopListening() => _listener.StopListening();

    /// <summary>Ends all connections and refuses new ones.</summary>
    public Task EndAsync() => _listener.EndAsync();

    /// <summary>Waits until all clients have gone away and everything that they sent is in the log. They must have been
    /// disposed.</summary>
    public Task QuietAsync() => _listener.QuietAsync();

    public async ValueTask DisposeAsync()
    {
        await _listener.DisposeAsync();
        if (_other is not null)
        {
            await _other.DisposeAsync();
        }
    }

    private async Task ServeAsync(Socket socket, Stream stream)
    {
        using var exchange = new Exchange(this, socket, stream, Interlocked.Increment(ref _count));
        var isOpen = true;
        for (var isNew = true; isOpen; isNew = false)
        {
            isOpen = ((isNew && PlaysOnAccept) || await exchange.WaitAsync())
                && await (_plays.TryDequeue(out var play) ? play : Default)(exchange);
        }
    }
}
