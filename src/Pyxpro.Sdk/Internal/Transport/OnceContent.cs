using System.Net;
using System.Runtime.ExceptionServices;

namespace Pyxpro.Sdk.Internal;

/// <summary>
/// A signed message as the body of one attempt, and the attempt's right to the network, which is good for once:
/// whoever sends or writes it a second time, for a redirect, an <c>Expect</c> or a retry, gets an exception instead.
/// </summary>
internal sealed class OnceContent : HttpContent
{
    /// <summary>Where a request, and every copy that a handler makes of it, carries its attempt.</summary>
    public static readonly HttpRequestOptionsKey<OnceContent> OfRequest = new("Pyxpro.Sdk.OnceContent");

    private const int Untouched = 0;
    private const int Started = 1;
    private const int Recalled = 2;

    private readonly byte[] _xml;
    private int _state = Untouched;
    private int _isSent;
    private Exception? _failure;

    public OnceContent(byte[] xml)
    {
        _xml = xml;
        // As text, which is what is sent: nobody needs it taken apart.
        Headers.TryAddWithoutValidation("Content-Type", "text/xml; charset=utf-8");
    }

    /// <summary>Makes sure that nothing more of it leaves this machine: whoever comes to write it or to pass it to the
    /// network later gets an exception.</summary>
    /// <returns><see langword="false"/> if any of it may have left already.</returns>
    public bool TryRecall()
    {
        // Also of a body that a handler has read into memory and not passed on yet.
        Volatile.Write(ref _isSent, 1);

        return Interlocked.CompareExchange(ref _state, Recalled, Untouched) != Started;
    }

    /// <summary>Lets the attempt pass to the network, the first time.</summary>
    public void Pass()
    {
        if (Interlocked.Exchange(ref _isSent, 1) != 0)
        {
            // How the one attempt failed is what the caller must learn, whatever a handler tried since.
            if (Volatile.Read(ref _failure) is { } failure)
            {
                ExceptionDispatchInfo.Throw(failure);
            }

            throw SecondTime();
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
            throw SecondTime();
        }

        return stream.WriteAsync(_xml, cancellationToken).AsTask();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _xml.Length;

        return true;
    }

    private static InvalidOperationException SecondTime() =>
        new("A handler tried to send a signed request a second time, or after its attempt was over.");
}
