using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
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
    private readonly Socket _holder = MakeSocket();
    private readonly Socket _listener = MakeSocket();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<Play> _plays = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly Uri _url;
    private readonly Task _accepting;
    private FaultServer? _other;
    private int _count;
    private volatile bool _isGone;
    private volatile EndPoint? _last;

    /// <param name="certificate">Makes the connections TLS.</param>
    /// <param name="protocols">The versions of TLS that are offered.</param>
    public FaultServer(X509Certificate2? certificate = null, SslProtocols protocols = SslProtocols.None)
    {
        Stop = _stop.Token;
        _tls = certificate is null ? null : new() { ServerCertificate = certificate, EnabledSslProtocols = protocols };
        // Holds the port when nobody listens any more: else another test's server could get it, and these requests.
        _holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Bind(_holder.LocalEndPoint!);
        _listener.Listen();
        var scheme = certificate is null ? "http" : "https";
        _url = new Uri($"{scheme}://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/pay/gateway");
        _accepting = AcceptAsync();
    }

    public AuditLog Log { get; } = new();

    public Uri Url => _url;

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

    public CancellationToken Stop { get; }

    /// <summary>Adds what is done to the next request.</summary>
    public void Add(Play play) => _plays.Enqueue(play);

    /// <summary>Lets the test do what it does to the call: the moment has come.</summary>
    public void Signal() => ThreadPool.QueueUserWorkItem(_ => Signalled?.Invoke());

    /// <summary>Refuses all connections from now on.</summary>
    public void StopListening()
    {
        _isGone = true;
        _listener.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _holder.Dispose();
        if (_other is not null)
        {
            await _other.DisposeAsync();
        }
    }

    /// <summary>Ends all connections and refuses new ones.</summary>
    public async Task EndAsync()
    {
        StopListening();
        await _stop.CancelAsync();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
    }

    /// <summary>Waits until all clients have gone away and everything that they sent is in the log. They must have been
    /// disposed.</summary>
    public async Task QuietAsync()
    {
        if (!_isGone)
        {
            // Whoever connected before stands before it in the queue.
            using var last = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            last.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _last = last.LocalEndPoint;
            await last.ConnectAsync(_listener.LocalEndPoint!);
            await _accepting;
        }

        await Task.WhenAll(_connections.Keys);
    }

    private static Socket MakeSocket()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);

        return socket;
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptAsync(Stop);
                if (socket.RemoteEndPoint!.Equals(_last))
                {
                    socket.Dispose();
                    return;
                }

                _connections.TryAdd(ServeAsync(socket), true);
            }
        }
        catch (Exception exception) when (_isGone
            && exception is (OperationCanceledException or SocketException or ObjectDisposedException))
        {
            // Nobody is let in any more.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using (socket)
        {
            try
            {
                var stream = await OpenAsync(socket);
                using var exchange = new Exchange(this, socket, stream, Interlocked.Increment(ref _count));
                var isOpen = true;
                for (var isNew = true; isOpen; isNew = false)
                {
                    isOpen = ((isNew && PlaysOnAccept) || await exchange.WaitAsync())
                        && await (_plays.TryDequeue(out var play) ? play : Default)(exchange);
                }
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException
                or AuthenticationException or ObjectDisposedException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task<Stream> OpenAsync(Socket socket)
    {
        socket.NoDelay = true;
        var stream = new NetworkStream(socket, ownsSocket: false);
        if (_tls is null)
        {
            return stream;
        }

        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(_tls, Stop);

        return tls;
    }
}
