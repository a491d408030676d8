using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Text;
using System.Xml.Linq;

namespace Pyxpro.Sdk.Tests;

/// <summary>What the server does to one request.</summary>
/// <returns>Whether the connection stays open for the next one.</returns>
internal delegate Task<bool> Play(Exchange exchange);

/// <summary>The server's side of one connection, one request after the other. Whatever it reads and does is in the
/// log.</summary>
internal sealed class Exchange : IDisposable
{
    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly int _connection;
    private readonly List<byte> _received = [];
    private readonly Queue<IReadOnlyDictionary<string, string>> _requests = new();

    public Exchange(FaultServer server, Socket socket, Stream stream, int connection)
    {
        (Server, _socket, _stream, _connection) = (server, socket, stream, connection);
        Log(AuditEvent.Connected);
    }

    public FaultServer Server { get; }

    public void Dispose() => _stream.Dispose();

    /// <summary>Waits for the first byte of a request.</summary>
    /// <returns><see langword="false"/> if the client went away instead.</returns>
    public async Task<bool> WaitAsync()
    {
        // To read nothing would not do: that can end without anything to read.
        return _received.Count > 0
            || _stream is not NetworkStream
            || await _socket.ReceiveAsync(new byte[1], SocketFlags.Peek, Server.Stop) > 0;
    }

    /// <summary>Reads a request to its end.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadRequestAsync()
    {
        IReadOnlyDictionary<string, string>? request;
        while (!_requests.TryDequeue(out request))
        {
            if (!await ReceiveAsync(int.MaxValue))
            {
                throw new IOException("The client went away.");
            }
        }

        return request;
    }

    /// <summary>Reads so many bytes of a request and no more.</summary>
    public async Task ReadAsync(int count)
    {
        while (_received.Count < count && _requests.Count == 0 && await ReceiveAsync(count - _received.Count))
        {
        }
    }

    /// <summary>Reads whatever else comes, until the client goes away.</summary>
    public async Task DrainAsync()
    {
        while (await ReceiveAsync(int.MaxValue))
        {
        }
    }

    /// <summary>Lets the connection go on to its end, with whatever is on it that is no request.</summary>
    public void Discard() => _socket.Close();

    /// <summary>Does what is asked for, and returns the fields of the true response.</summary>
    public (string Name, string Value)[] Process(IReadOnlyDictionary<string, string> request)
    {
        Log(AuditEvent.Acted, request: request);

        return AuditOperation.Of(request).TruthOf(AuditOperation.IdOf(request));
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        await _stream.WriteAsync(bytes, Server.Stop);
        Log(AuditEvent.Sent, bytes.Length);
    }

    /// <summary>Ends the connection with a reset.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        _socket.Close();
    }

    /// <summary>Ends the server's side of the connection, and goes on listening to the client's.</summary>
    public async Task FinishAsync()
    {
        _socket.Shutdown(SocketShutdown.Send);
        await DrainAsync();
    }

    private async Task<bool> ReceiveAsync(int max)
    {
        var buffer = new byte[Math.Min(max, 4096)];
        var count = await _stream.ReadAsync(buffer, Server.Stop);
        if (count > 0)
        {
            Log(AuditEvent.Received, count);
            _received.AddRange(buffer.AsSpan(0, count));
            while (TryTakeRequest(out var request))
            {
                _requests.Enqueue(request);
            }
        }

        return count > 0;
    }

    private bool TryTakeRequest([NotNullWhen(true)] out IReadOnlyDictionary<string, string>? request)
    {
        request = null;
        var bytes = _received.ToArray();
        var headLength = HttpResponseBytes.HeadLength(bytes);
        if (headLength < 4)
        {
            return false;
        }

        var length = headLength + ContentLength(Encoding.ASCII.GetString(bytes, 0, headLength));
        if (bytes.Length < length)
        {
            return false;
        }

        _received.RemoveRange(0, length);
        request = XDocument.Parse(Encoding.UTF8.GetString(bytes, headLength, length - headLength)).Root!
            .Elements().ToDictionary(field => field.Name.LocalName, field => field.Value);
        Log(AuditEvent.Arrived, length, request, headLength);

        return true;
    }

    private static int ContentLength(string head)
    {
        const string Name = "Content-Length:";
        var line = head.Split("\r\n").Single(line => line.StartsWith(Name, StringComparison.OrdinalIgnoreCase));

        return int.Parse(line.AsSpan(Name.Length), System.Globalization.CultureInfo.InvariantCulture);
    }

    private void Log(
        AuditEvent what, int bytes = 0, IReadOnlyDictionary<string, string>? request = null, int headBytes = 0) =>
        Server.Log.Write(new AuditEntry(what, _connection, bytes, request, headBytes));
}
