using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Pyxpro.Sdk.Tests;

/// <summary>Accepts connections on loopback and hands each to a server. The only one here: Kestrel sends no half
/// responses, and does not say how many bytes arrived.</summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    private readonly Socket _holder = MakeSocket();
    private readonly Socket _listener = MakeSocket();
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<Task, bool> _connections = new();
    private readonly Func<Socket, Stream, Task> _serve;
    private readonly SslServerAuthenticationOptions? _tls;
    private readonly Task _accepting;
    private volatile bool _isGone;
    private volatile EndPoint? _last;

    /// <param name="serve">What is done to each connection.</param>
    /// <param name="certificate">Makes the connections TLS.</param>
    /// <param name="protocols">The versions of TLS that are offered.</param>
    public LoopbackListener(
        Func<Socket, Stream, Task> serve, X509Certificate2? certificate, SslProtocols protocols = SslProtocols.None)
    {
        _serve = serve;
        _tls = certificate is null ? null : new() { ServerCertificate = certificate, EnabledSslProtocols = protocols };
        Stop = _stop.Token;
        // Holds the port when nobody listens any more: else another test's server could get it, and these requests.
        _holder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Bind(_holder.LocalEndPoint!);
        _listener.Listen();
        var scheme = certificate is null ? "http" : "https";
        Url = new Uri($"{scheme}://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/pay/gateway");
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    public CancellationToken Stop { get; }

    /// <summary>Refuses all connections from now on.</summary>
    public void StopListening()
    {
        _isGone = true;
        _listener.Dispose();
    }

    /// <summary>Ends all connections and refuses new ones.</summary>
    public async Task EndAsync()
    {
        StopListening();
        await _stop.CancelAsync();
        await _accepting;
        await Task.WhenAll(_connections.Keys);
    }

    /// <summary>Waits until all clients have gone away. They must have been disposed.</summary>
    public async Task QuietAsync()
    {
        if (!_isGone)
        {
            // Whoever connected before is served before: the queue keeps the order.
            using var last = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            last.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            _last = last.LocalEndPoint;
            await last.ConnectAsync(_listener.LocalEndPoint!);
            await _accepting;
        }

        await Task.WhenAll(_connections.Keys);
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        _holder.Dispose();
        _stop.Dispose();
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
                await _serve(socket, await OpenAsync(socket));
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
