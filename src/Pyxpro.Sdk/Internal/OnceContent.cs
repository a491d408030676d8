using System.Net;
using System.Net.Http.Headers;

namespace Pyxpro.Sdk.Internal;

/// <summary>
/// A signed message as the body of one request. It is written once: whoever writes it a second time, for a redirect, an
/// <c>Expect</c> or a retry, gets an exception instead. (<see cref="SendOnceHandler"/> stops those who keep a copy.)
/// </summary>
internal sealed class OnceContent : HttpContent
{
    private readonly byte[] _xml;
    private int _isStarted;

    public OnceContent(byte[] xml)
    {
        _xml = xml;
        Headers.ContentType = new MediaTypeHeaderValue("text/xml", "utf-8");
    }

    /// <summary>Gets whether any of it may have left this machine.</summary>
    public bool IsStarted => Volatile.Read(ref _isStarted) != 0;

    public static InvalidOperationException SecondTime() =>
        new("A handler tried to send the same signed request a second time.");

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _isStarted, 1) != 0)
        {
            throw SecondTime();
        }

        return stream.WriteAsync(_xml, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _xml.Length;

        return true;
    }
}
