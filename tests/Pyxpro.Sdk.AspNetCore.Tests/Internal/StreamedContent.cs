using System.Net;

namespace Pyxpro.Sdk.Tests;

/// <summary>A body whose length is not told, written by a test while it is sent.</summary>
internal sealed class StreamedContent(Func<Stream, CancellationToken, Task> write) : HttpContent
{
    /// <summary>Makes a body that is sent in pieces.</summary>
    public static StreamedContent Pieces(byte[] body, int size) => new(async (stream, cancellationToken) =>
    {
        foreach (var piece in body.Chunk(size))
        {
            await stream.WriteAsync(piece, cancellationToken);
            await stream.FlushAsync(cancellationToken);
        }
    });

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        write(stream, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) => write(stream, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = 0;

        return false;
    }
}
