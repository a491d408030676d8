using System.Net;

namespace Pyxpro.Sdk.Internal;

// An attempt waits for the last handler, is passed to the network there, and is sent once the network reads its body.
// Until then it can be revoked, and then nothing of it ever leaves this machine. Each step is taken once. Handlers can
// read the body before it is passed and after the network has returned, because what they read cannot be sent: the last
// handler passes an attempt once, and its own copy of the body.
//
// Without the last handler, in a caller's own HttpClient, every read can be the network's. Then an attempt counts as
// passed from the beginning, and its body can be read once.

/// <summary>The body of one attempt, which is sent once, and the state of the attempt.</summary>
internal sealed class AttemptContent : HttpContent
{
    private const int Waiting = 0;
    private const int Passed = 1;
    private const int Sent = 2;
    private const int Revoked = 3;

    /// <summary>The option by which a request, and every copy that a handler makes of it, refers to its
    /// attempt.</summary>
    private static readonly HttpRequestOptionsKey<AttemptContent> OfRequest = new("Pyxpro.Sdk.Attempt");

    private readonly byte[] _xml;
    private readonly TaskCompletionSource<VerifiedMessage>? _wait;
    private int _state;
    private int _passes;
    private bool _wasRead;
    private bool _isOnNetwork;
    private volatile bool _hasReturned;
    private volatile Exception? _failure;
    private TaskCompletionSource<Exception>? _second;

    /// <param name="xml">The signed message.</param>
    /// <param name="wait">Waits for the attempt, if the last handler of the <see cref="HttpClient"/> is
    /// <see cref="SendOnceHandler"/>; otherwise <see langword="null"/>. It ends with the failure of the attempt at
    /// once, whatever other handlers do about it.</param>
    public AttemptContent(byte[] xml, TaskCompletionSource<VerifiedMessage>? wait)
    {
        _xml = xml;
        _wait = wait;
        _state = wait is null ? Passed : Waiting;
        AddContentType(this);
    }

    /// <summary>Gets how the network failed, if it did.</summary>
    public Exception? Failure => _failure;

    public static AttemptContent? Find(HttpRequestMessage request) =>
        request.Options.TryGetValue(OfRequest, out var attempt) ? attempt : request.Content as AttemptContent;

    /// <summary>Attaches the attempt to its request.</summary>
    public void AddTo(HttpRequestMessage request)
    {
        request.Content = this;
        request.Options.Set(OfRequest, this);
    }

    /// <summary>Passes the attempt to the network.</summary>
    /// <param name="isOnNetwork">Whether a handler of .NET sends it, so that a body which is not read is not
    /// sent.</param>
    /// <returns>The body to send; <see langword="null"/> if the attempt was passed before, or revoked.</returns>
    public HttpContent? TryPass(bool isOnNetwork)
    {
        _isOnNetwork = isOnNetwork;
        if (Interlocked.Increment(ref _passes) > 1
            || (_wait is not null && Interlocked.CompareExchange(ref _state, Passed, Waiting) != Waiting))
        {
            return null;
        }

        // A body that was read is kept in memory and would not be read again.
        return _wasRead ? new Copy(this) : this;
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
        lock (_xml)
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
        lock (_xml)
        {
            if (_hasReturned || Volatile.Read(ref _state) == Revoked)
            {
                return Task.FromResult(_failure ?? Reused());
            }

            _second ??= new TaskCompletionSource<Exception>(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return _second.Task.WaitAsync(cancellationToken);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (_wait is not null && (_hasReturned || Volatile.Read(ref _state) == Waiting))
        {
            _wasRead = true;

            return stream.WriteAsync(_xml, cancellationToken).AsTask();
        }

        return SendAsync(stream, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _xml.Length;

        return true;
    }

    // Without validation, because the parsed value is not used.
    private static void AddContentType(HttpContent content) =>
        content.Headers.TryAddWithoutValidation("Content-Type", "text/xml; charset=utf-8");

    private static InvalidOperationException Reused() =>
        new("A handler tried to send a signed request a second time, or after its attempt was over.");

    private Task SendAsync(Stream stream, CancellationToken cancellationToken) =>
        Interlocked.CompareExchange(ref _state, Sent, Passed) == Passed
            ? stream.WriteAsync(_xml, cancellationToken).AsTask()
            : throw Reused();

    private bool TryRevoke(int from) => Interlocked.CompareExchange(ref _state, Revoked, from) == from;

    /// <summary>The same body for the network, after a handler has read the first one.</summary>
    private sealed class Copy : HttpContent
    {
        private readonly AttemptContent _attempt;

        public Copy(AttemptContent attempt)
        {
            _attempt = attempt;
            AddContentType(this);
        }

        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            _attempt.SendAsync(stream, CancellationToken.None);

        protected override Task SerializeToStreamAsync(
            Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
            _attempt.SendAsync(stream, cancellationToken);

        protected override bool TryComputeLength(out long length) => _attempt.TryComputeLength(out length);
    }
}
