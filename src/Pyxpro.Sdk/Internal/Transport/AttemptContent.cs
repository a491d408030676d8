using System.Net;

namespace Pyxpro.Sdk.Internal;

// An attempt waits for the last handler, is passed to the network there, and is sent once the network reads its body.
// Until then it can be revoked, and then nothing of it ever leaves this machine. Each step is taken once. Handlers can
// read the body as often as they want, because what they read is never sent: the last handler passes an attempt once,
// with a body of the network's own.
//
// Without the last handler, in a caller's own HttpClient, every read can be the network's. Then an attempt counts as
// passed from the beginning, and its body can be read once.

/// <summary>The body of one attempt, as handlers see it, and the state of the attempt.</summary>
internal sealed class AttemptContent : HttpContent
{
    private const int Waiting = 0;
    private const int Passed = 1;
    private const int Sent = 2;
    private const int Revoked = 3;

    /// <summary>The option by which a request, and every copy that a handler makes of it, refers to its
    /// attempt.</summary>
    public static readonly HttpRequestOptionsKey<AttemptContent> OfRequest = new("Pyxpro.Sdk.Attempt");

    private readonly object _lock = new();
    private readonly byte[] _xml;
    private readonly TaskCompletionSource<VerifiedMessage>? _wait;
    private int _state;
    private int _passes;
    private bool _isOnNetwork;
    private volatile bool _hasReturned;
    private volatile Exception? _failure;
    private TaskCompletionSource<Exception>? _second;

    /// <param name="xml">The signed message.</param>
    /// <param name="wait">Waits for the attempt, if the last handler of the <see cref="HttpClient"/> is
    /// <see cref="SendOnceHandler"/>; otherwise <see langword="null"/>. It ends with the failure of the attempt at
    /// once, whatever other handlers do about it.</param>
    /// <param name="isOnNetwork">Whether a handler of .NET gets it, so that a body which is not read is not
    /// sent.</param>
    public AttemptContent(byte[] xml, TaskCompletionSource<VerifiedMessage>? wait, bool isOnNetwork = false)
    {
        _xml = xml;
        _wait = wait;
        _isOnNetwork = isOnNetwork;
        _state = wait is null ? Passed : Waiting;
        AddContentType(this);
    }

    /// <summary>Gets the length of the body.</summary>
    public int Length => _xml.Length;

    /// <summary>Gets how the network failed, if it did.</summary>
    public Exception? Failure => _failure;

    /// <summary>Gets whether the last handler guards the attempt, so that no handler before it can send the
    /// body.</summary>
    public bool IsGuarded => _wait is not null;

    /// <summary>Gets whether the attempt has reached the network.</summary>
    public bool IsPassed => Volatile.Read(ref _passes) > 0 || !IsGuarded;

    public static AttemptContent? Find(HttpRequestMessage request) =>
        request.Options.TryGetValue(OfRequest, out var attempt) ? attempt : request.Content as AttemptContent;

    /// <summary>Adds the content type, without validation, because the parsed value is not used.</summary>
    public static void AddContentType(HttpContent content) =>
        content.Headers.TryAddWithoutValidation("Content-Type", "text/xml; charset=utf-8");

    /// <summary>Attaches the attempt to its request.</summary>
    public void AddTo(HttpRequestMessage request)
    {
        request.Content = this;
        if (IsGuarded)
        {
            request.Options.Set(OfRequest, this);
        }
    }

    /// <summary>Passes the attempt to the network.</summary>
    /// <param name="isOnNetwork">Whether a handler of .NET sends it, so that a body which is not read is not
    /// sent.</param>
    /// <returns><see langword="false"/> if the attempt was passed before, or revoked.</returns>
    public bool TryPass(bool isOnNetwork)
    {
        if (Interlocked.Increment(ref _passes) > 1)
        {
            return false;
        }

        _isOnNetwork = isOnNetwork;

        return !IsGuarded || Interlocked.CompareExchange(ref _state, Passed, Waiting) == Waiting;
    }

    /// <summary>Makes sure that nothing of the attempt leaves this machine any more.</summary>
    /// <returns><see langword="false"/> if any of it may have left already.</returns>
    public bool TryRevoke() =>
        TryRevoke(Waiting) || TryRevoke(Passed) || Volatile.Read(ref _state) == Revoked;

    /// <summary>Revokes the attempt, if it is proven that nothing of it has left this machine.</summary>
    /// <param name="isBeforeSending">Whether the network failed before it sends anything. Only a handler of .NET proves
    /// that by a body that it has not read: a fake may never read one.</param>
    public bool TryRevokeUnsent(bool isBeforeSending = false) =>
        TryRevoke(Waiting)
        || ((isBeforeSending || _isOnNetwork) && TryRevoke(Passed))
        || Volatile.Read(ref _state) == Revoked;

    /// <summary>Notes that the network has returned a response.</summary>
    public void Succeed() => _hasReturned = true;

    /// <summary>Notes that the network has failed, and ends the wait for the attempt.</summary>
    public void Fail(Exception failure)
    {
        lock (_lock)
        {
            _failure = failure;
            _hasReturned = true;
            _second?.TrySetResult(failure);
        }

        if (_wait is null)
        {
            return;
        }

        // Not on this thread: the handlers around this one end first, if they do nothing about it.
        ThreadPool.UnsafeQueueUserWorkItem(
            static attempt =>
            {
                if (attempt._wait!.TrySetException(attempt._failure!))
                {
                    // It is observed, even if nobody waits any more.
                    _ = attempt._wait.Task.Exception;
                }
            },
            this,
            preferLocal: false);
    }

    /// <summary>Returns the exception for a handler that passes the attempt again. If the first one is running, as with
    /// hedging, it waits: the first one decides.</summary>
    public Task<Exception> FailSecondAsync(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_hasReturned || Volatile.Read(ref _state) == Revoked)
            {
                return Task.FromResult(_failure ?? Reused());
            }

            _second ??= new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return _second.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Begins to send the body, and returns it.</summary>
    /// <exception cref="InvalidOperationException">It was sent before, or revoked.</exception>
    public byte[] BeginSending() =>
        Interlocked.CompareExchange(ref _state, Sent, Passed) == Passed ? _xml : throw Reused();

    protected override void SerializeToStream(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.Write(IsGuarded ? _xml : BeginSending());

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(IsGuarded ? _xml : BeginSending(), cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = _xml.Length;

        return true;
    }

    private static InvalidOperationException Reused() =>
        new("A handler tried to send a signed request a second time, or after its attempt was over.");

    private bool TryRevoke(int from) => Interlocked.CompareExchange(ref _state, Revoked, from) == from;
}
