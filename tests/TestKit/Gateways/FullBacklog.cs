using System.Net;
using System.Net.Sockets;

namespace Pyxpro.Sdk.Tests;

/// <summary>A port whose queue of connections is full, so that nobody is let in and nobody is refused.</summary>
internal sealed class FullBacklog : IDisposable
{
    private const int MoreThanTheQueueHolds = 8;

    private readonly Socket _listener = MakeSocket();
    private readonly List<Socket> _waiting = [];

    public FullBacklog()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(1);
        for (var i = 0; i < MoreThanTheQueueHolds; i++)
        {
            var socket = MakeSocket();
            socket.Blocking = false;
            try
            {
                socket.Connect(_listener.LocalEndPoint!);
            }
            catch (SocketException exception) when (exception.SocketErrorCode == SocketError.WouldBlock)
            {
                // It waits, which is what it is for.
            }

            _waiting.Add(socket);
        }
    }

    public Uri Url => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}/pay/gateway");

    public void Dispose()
    {
        _waiting.ForEach(socket => socket.Dispose());
        _listener.Dispose();
    }

    private static Socket MakeSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
}
