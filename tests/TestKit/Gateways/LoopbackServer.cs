using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Pyxpro.Sdk.Tests;

/// <summary>A server that does to each connection what a test says, and counts the requests that arrived
/// whole.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private int _requests;

    /// <param name="serve">What is done to each connection.</param>
    /// <param name="certificate">Makes the connections TLS.</param>
    public LoopbackServer(Func<Connection, Task> serve, X509Certificate2? certificate = null) => _listener =
        new LoopbackListener((socket, stream) => serve(new Connection(this, socket, stream)), certificate);

    public Uri Url => _listener.Url;

    public int Requests => Volatile.Read(ref _requests);

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    internal sealed class Connection(LoopbackServer server, Socket socket, Stream stream)
    {
        private CancellationToken Stop => server._listener.Stop;

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

        public Task ResponseAsync(string body, string status = "200 OK", string headers = "") => WriteAsync(
            $"HTTP/1.1 {status}\r\nContent-Type: text/xml\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n{headers}\r\n{body}");

        /// <summary>Makes the connection end with a reset instead of a close.</summary>
        public void Reset() => socket.LingerState = new LingerOption(enable: true, seconds: 0);

        private static int ContentLength(string head) =>
            head.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase)) is { } line
                ? int.Parse(line["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture)
                : 0;
    }
}
