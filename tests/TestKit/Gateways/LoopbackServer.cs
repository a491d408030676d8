using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Pyxpro.Sdk.Tests;

/// <summary>A TCP server that does to each connection what a test says, and counts the requests that arrived whole.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Connection, Task> _serve;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;
    private int _requests;

    /// <param name="serve">What is done to each connection.</param>
    /// <param name="certificate">Makes the connections TLS.</param>
    public LoopbackServer(Func<Connection, Task> serve, X509Certificate2? certificate = null)
    {
        _serve = serve;
        _certificate = certificate;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Url => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/pay/gateway");

    public int Requests => Volatile.Read(ref _requests);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _accepting;
        _listener.Stop();
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
            {
                connections.Add(ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                await _serve(new Connection(this, client, await OpenAsync(client)));
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException or SocketException or AuthenticationException)
            {
                // The other side went away, as the test wants.
            }
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        if (_certificate is null)
        {
            return client.GetStream();
        }

        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsServerAsync(
            new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);

        return stream;
    }

    internal sealed class Connection(LoopbackServer server, TcpClient client, Stream stream)
    {
        private CancellationToken Stop => server._stop.Token;

        /// <summary>Keeps the connection open and silent until the test is over.</summary>
        public Task SayNothingAsync() => Task.Delay(Timeout.Infinite, Stop);

        public async Task ReadByteAsync() => await stream.ReadExactlyAsync(new byte[1], Stop);

        /// <summary>Reads one request and returns its head and body.</summary>
        public async Task<(string Head, string Body)> ReadRequestAsync()
        {
            var received = new List<byte>();
            var buffer = new byte[4096];
            while (true)
            {
                var text = Encoding.UTF8.GetString([.. received]);
                var end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
                if (end >= 0 && Encoding.UTF8.GetByteCount(text[(end + 4)..]) >= ContentLength(text[..end]))
                {
                    Interlocked.Increment(ref server._requests);
                    return (text[..end], text[(end + 4)..]);
                }

                var read = await stream.ReadAsync(buffer, Stop);
                if (read == 0)
                {
                    throw new IOException("The client went away.");
                }

                received.AddRange(buffer.AsSpan(0, read));
            }
        }

        public async Task WriteAsync(string text) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text), Stop);

        public Task AnswerAsync(string body, string status = "200 OK", string headers = "") => WriteAsync(
            $"HTTP/1.1 {status}\r\nContent-Type: text/xml\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

        /// <summary>Makes the connection end with a reset instead of a close.</summary>
        public void Reset() => client.Client.LingerState = new LingerOption(enable: true, seconds: 0);

        private static int ContentLength(string head) =>
            head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } line
                ? int.Parse(line["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture)
                : 0;
    }
}
