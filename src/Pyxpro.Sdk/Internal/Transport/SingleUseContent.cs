using System.Net;
using System.Runtime.ExceptionServices;

namespace Pyxpro.Sdk.Internal;

/// <summary>
/// The body of one attempt: a signed message that can be sent once. A second send or write, for a redirect, an
/// <c>Expect</c> or a retry, throws an exception.
/// </summary>
internal sealed class SingleUseContent : HttpContent
{
    /// <summary>The option by which a request, and every copy that a handler makes of it, refers to its
    /// attempt.</summary>
    public static readonly HttpRequestOptionsKey<SingleUseContent> OfRequest = new("Pyxpro.Sdk.SingleUseContent");

    private const int Untouched = 0;
    private const int Started = 1;
    private const int Revoked = 2;

    private readonly byte[] _xml;
    private int _state = Untouched;
    private int _isSent;
    private Exception? _failure;

    public SingleUseContent(byte[] xml)
    {
        _xml = xml;
        // Without validation, because the parsed value is not used.
        Headers.TryAddWithoutValidation("Content-Type", "text/xml; charset=utf-8");
    }

    /// <summary>Makes sure that no more of it leaves this machine: a later write or send throws.</summary>
    /// <returns><see langword="false"/> if any of it may have left already.</returns>
    public bool TryRevoke()
    {
        // Also a body that a handler has read into memory and not sent yet.
        Volatile.Write(ref _isSent, 1);

        return Interlocked.CompareExchange(ref _state, Revoked, Untouched) != Started;
    }

    /// <summary>Marks the attempt as sent, when it reaches the network.</summary>
    /// <exception cref="InvalidOperationException">It was sent before, or revoked.</exception>
    public void MarkSent()
    {
        if (Interlocked.Exchange(ref _isSent, 1) != 0)
        {
            // The caller must learn how the attempt failed, whatever a handler tried since.
            if (Volatile.Read(ref _failure) is { } failure)
            {
                ExceptionDispatchInfo.Throw(failure);
            }

            throw Reused();
        }
    }

    /// <summary>Keeps how the attempt failed.</summary>
    public void Fail(Exception failure) => Volatile.Write(ref _failure, failure);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (Interlocked.CompareExchange(ref _state, Started, Untouched) != Untouched)
        {
            throw Reused();
        }

        return stream.WriteAsync(_xml, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _xml.Length;

        return true;
    }

    private static InvalidOperationException Reused() =>
        new("A handler tried to send a signed request a second time, or after its attempt was over.");
}
