using System.Net;

namespace Pyxpro.Sdk.Internal;

/// <summary>The body that the network gets. It can be read once.</summary>
internal sealed class NetworkContent : HttpContent
{
    private readonly AttemptContent _attempt;

    public NetworkContent(AttemptContent attempt)
    {
        _attempt = attempt;
        AttemptContent.AddContentType(this);
    }

    protected override void SerializeToStream(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.Write(_attempt.BeginSending());

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(_attempt.BeginSending(), cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = _attempt.Length;

        return true;
    }
}
