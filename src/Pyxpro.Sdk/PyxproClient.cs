using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>Takes Alipay payments through the Pyxpro gateway: one method for each operation of the guide.</summary>
/// <remarks>
/// <para>An instance is thread-safe and meant to live long. The members are virtual and there is a protected
/// constructor, so that callers' tests can replace it.</para>
/// <para>Each call returns a response, which is proven by the gateway's signature, or throws one of these. A
/// <see cref="PyxproException"/>, whose <see cref="PyxproException.Outcome"/> says what is known. An
/// <see cref="ArgumentException"/> for an invalid request, before anything is sent. A
/// <see cref="PyxproCanceledException"/> if the caller cancelled, which says what is known too. If the configuration of
/// a container becomes invalid while the process runs, every member throws
/// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/>, and nothing is sent.</para>
/// <para>Failed attempts are retried when it is safe: with the same business fields, a fresh nonce and a fresh
/// signature. A create is never retried after an uncertain attempt.</para>
/// </remarks>
public class PyxproClient
{
    private readonly Func<PreparedMerchant>? _getMerchant;
    private readonly Telemetry? _telemetry;
    private readonly CallRunner? _runner;
    private readonly PingRunner? _pings;
    private readonly OutcomePoller _poller;

    /// <summary>Makes a client for callers' fakes. A member that is not overridden throws
    /// <see cref="InvalidOperationException"/>.</summary>
    protected PyxproClient() => _poller = new OutcomePoller(TimeProvider.System, NullLogger.Instance);

    /// <summary>Makes a client without a container, with its own connections.</summary>
    /// <param name="options">The settings. They are copied: later changes do not affect the client.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message names each error.</exception>
    public PyxproClient(PyxproOptions options)
        : this(options, loggerFactory: null)
    {
    }

    /// <summary>Makes a client without a container, with its own connections and the caller's log and clock.</summary>
    /// <param name="options">The settings. They are copied: later changes do not affect the client.</param>
    /// <param name="loggerFactory">Makes the log; <see langword="null"/> logs nothing.</param>
    /// <param name="timeProvider">Measures timeouts and delays; <see langword="null"/> uses the system's.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message names each error.</exception>
    public PyxproClient(PyxproOptions options, ILoggerFactory? loggerFactory, TimeProvider? timeProvider = null)
        : this(new HttpMessageInvoker(CreateHandler()), HandlerChain.None, options, loggerFactory, timeProvider)
    {
    }

    /// <summary>Makes a client without a container, over the caller's connections.</summary>
    /// <param name="httpClient">Sends the requests; the caller disposes it. It should use <see cref="CreateHandler"/>,
    /// without handlers that retry or follow redirects: those can send a signed request twice, or to other
    /// servers.</param>
    /// <param name="options">The settings. They are copied: later changes do not affect the client.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message names each error. Or the
    /// <see cref="HttpClient"/> sends <c>Expect: 100-continue</c>.</exception>
    public PyxproClient(HttpClient httpClient, PyxproOptions options)
        : this(httpClient, options, loggerFactory: null)
    {
    }

    /// <summary>Makes a client without a container, over the caller's connections, with the caller's log and
    /// clock.</summary>
    /// <param name="httpClient">Sends the requests, as in the other constructor.</param>
    /// <param name="options">The settings. They are copied: later changes do not affect the client.</param>
    /// <param name="loggerFactory">Makes the log; <see langword="null"/> logs nothing.</param>
    /// <param name="timeProvider">Measures timeouts and delays; <see langword="null"/> uses the system's.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message names each error. Or the
    /// <see cref="HttpClient"/> sends <c>Expect: 100-continue</c>.</exception>
    public PyxproClient(
        HttpClient httpClient,
        PyxproOptions options,
        ILoggerFactory? loggerFactory,
        TimeProvider? timeProvider = null)
        : this(EnsureSafe(httpClient), HandlerChain.Unknown, options, loggerFactory, timeProvider)
    {
    }

    internal PyxproClient(
        HttpMessageInvoker invoker,
        HandlerChain handlers,
        PyxproOptions options,
        ILoggerFactory? loggerFactory,
        TimeProvider? timeProvider)
        : this(
            new HttpTransport(() => invoker, handlers, timeProvider ?? TimeProvider.System),
            options,
            new Telemetry(
                timeProvider ?? TimeProvider.System, loggerFactory?.CreateLogger<PyxproClient>(), meterFactory: null),
            timeProvider ?? TimeProvider.System)
    {
    }

    private PyxproClient(
        HttpTransport transport, PyxproOptions options, Telemetry telemetry, TimeProvider timeProvider)
        : this(transport, Prepare(options, telemetry, timeProvider), telemetry, timeProvider)
    {
    }

    internal PyxproClient(
        HttpTransport transport, Func<PreparedMerchant> getMerchant, Telemetry telemetry, TimeProvider timeProvider)
    {
        _getMerchant = getMerchant;
        _telemetry = telemetry;
        _runner = new CallRunner(transport, telemetry, timeProvider);
        _pings = new PingRunner(_runner, timeProvider);
        _poller = new OutcomePoller(timeProvider, telemetry.Log);
    }

    /// <summary>Gets the merchant, <c>mch_id</c>, that is configured now.</summary>
    public virtual string MchId => GetMerchant().Context.MchId;

    /// <summary>Makes a handler that is safe for signed requests: it follows no redirects, keeps no cookies,
    /// decompresses nothing, and renews its connections so that DNS changes are seen.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        UseCookies = false,
    };

    /// <summary>Creates an order and returns the QR code that the payer scans (guide 3.1.3).</summary>
    /// <param name="request">The order. Store its number before the call.</param>
    /// <param name="cancellationToken">Stops waiting; the order may be created anyway.</param>
    /// <exception cref="PyxproException">There is no proven response, or it reports an error.</exception>
    /// <exception cref="PyxproCanceledException">The caller cancelled; it says whether anything was sent.</exception>
    /// <exception cref="ArgumentException">The request is not valid; nothing was sent.</exception>
    public virtual Task<CreateNativeOrderResponse> CreateNativeOrderAsync(
        CreateNativeOrderRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(request, cancellationToken);

    /// <summary>Queries the state of an order (guide 3.1.5).</summary>
    /// <remarks>"Order not exists" shortly after a create whose outcome is uncertain proves nothing: query
    /// again.</remarks>
    /// <param name="request">The order's number or the payment's.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="PyxproException">There is no proven response, or it reports an error.</exception>
    /// <exception cref="PyxproCanceledException">The caller cancelled; it says whether anything was sent.</exception>
    /// <exception cref="ArgumentException">The request is not valid; nothing was sent.</exception>
    public virtual Task<QueryOrderResponse> QueryOrderAsync(
        QueryOrderRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(request, cancellationToken);

    /// <summary>Closes an order that was not paid (guide 3.1.6).</summary>
    /// <param name="request">The order's number.</param>
    /// <param name="cancellationToken">Stops waiting; the order may be closed anyway.</param>
    /// <exception cref="PyxproException">There is no proven response, or it reports an error, such as the order having
    /// been paid or being younger than five minutes.</exception>
    /// <exception cref="PyxproCanceledException">The caller cancelled; it says whether anything was sent.</exception>
    /// <exception cref="ArgumentException">The request is not valid; nothing was sent.</exception>
    public virtual Task<CloseOrderResponse> CloseOrderAsync(
        CloseOrderRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(request, cancellationToken);

    /// <summary>Returns a payment to the payer, in part or in whole (guide 3.1.7). The response means accepted, not
    /// completed: see <see cref="QueryRefundAsync"/>.</summary>
    /// <param name="request">The refund. Store its number before the call, and use no other number for the same
    /// refund.</param>
    /// <param name="cancellationToken">Stops waiting; the refund may be accepted anyway.</param>
    /// <exception cref="PyxproException">There is no proven response, or it reports an error.</exception>
    /// <exception cref="PyxproCanceledException">The caller cancelled; it says whether anything was sent.</exception>
    /// <exception cref="ArgumentException">The request is not valid; nothing was sent.</exception>
    public virtual Task<RefundResponse> RefundAsync(
        RefundRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(request, cancellationToken);

    /// <summary>Queries the state of a refund, or of all refunds of an order (guide 3.1.8).</summary>
    /// <param name="request">The refund's number, or the order's.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="PyxproException">There is no proven response, or it reports an error.</exception>
    /// <exception cref="PyxproCanceledException">The caller cancelled; it says whether anything was sent.</exception>
    /// <exception cref="ArgumentException">The request is not valid; nothing was sent.</exception>
    public virtual Task<QueryRefundResponse> QueryRefundAsync(
        QueryRefundRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(request, cancellationToken);

    /// <summary>Sends a request of any other service, signed and verified like those of the guide.</summary>
    /// <param name="service">The service, such as <c>unified.trade.micropay</c>.</param>
    /// <param name="fields">The request's own fields by wire name, without those that every request has:
    /// <c>service</c>, <c>version</c>, <c>charset</c>, <c>sign_type</c>, <c>mch_id</c>, <c>nonce_str</c>,
    /// <c>sign</c>.</param>
    /// <param name="cancellationToken">Stops waiting; the gateway may process the request anyway.</param>
    /// <returns>The fields of the response, which is verified and reports no error. Its <c>status</c> is <c>0</c>, and
    /// its <c>result_code</c> is <c>0</c> or, for services that the guide does not have, absent: then only the
    /// service's own fields say what was done. The caller has to compare whether the response matches the
    /// request.</returns>
    /// <exception cref="PyxproException">There is no proven response, or it reports an error.</exception>
    /// <exception cref="PyxproCanceledException">The caller cancelled; it says whether anything was sent.</exception>
    /// <exception cref="ArgumentException">A field is not valid; nothing was sent.</exception>
    public virtual Task<PyxproMessage> SendAsync(
        string service,
        IEnumerable<KeyValuePair<string, string>> fields,
        CancellationToken cancellationToken = default) =>
        CallAsync(new SendOperation(service, fields), cancellationToken);

    /// <summary>Polls for the outcome of a <see cref="CreateNativeOrderAsync"/> that was uncertain, until the order is
    /// found or the timeout is over.</summary>
    /// <remarks>"Order not exists" is not final before the timeout is over, because the request may still arrive. The
    /// QR code was in the lost response. If the order is found and unpaid, send the same request again to get the code,
    /// or close the order.</remarks>
    /// <param name="request">The order, as it was sent.</param>
    /// <param name="timeout">How long to poll: 1 second to 1 hour. One minute is a good start.</param>
    /// <param name="cancellationToken">Stops polling.</param>
    /// <exception cref="PyxproMismatchException">The gateway has another order under this number.</exception>
    /// <exception cref="PyxproCanceledException">The caller cancelled; the outcome is still uncertain.</exception>
    /// <exception cref="ArgumentException">The request is not valid, or the timeout is out of range.</exception>
    public virtual Task<PyxproResolution<QueryOrderResponse>> ResolveCreateNativeOrderAsync(
        CreateNativeOrderRequest request, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        PollAsync(request?.Poll, timeout, QueryOrderAsync, cancellationToken);

    /// <summary>Polls for the outcome of a <see cref="CloseOrderAsync"/> that was uncertain, until the order is closed
    /// or paid, or the timeout is over.</summary>
    /// <param name="request">The close, as it was sent.</param>
    /// <param name="timeout">How long to poll: 1 second to 1 hour.</param>
    /// <param name="cancellationToken">Stops polling.</param>
    /// <exception cref="PyxproCanceledException">The caller cancelled; the outcome is still uncertain.</exception>
    /// <exception cref="ArgumentException">The request is not valid, or the timeout is out of range.</exception>
    public virtual Task<PyxproResolution<QueryOrderResponse>> ResolveCloseOrderAsync(
        CloseOrderRequest request, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        PollAsync(request?.Poll, timeout, QueryOrderAsync, cancellationToken);

    /// <summary>Polls for the outcome of a <see cref="RefundAsync"/> that was uncertain, until the refund is found or
    /// the timeout is over. A refund that is found was accepted, and may not be completed: read its
    /// <see cref="RefundRecord.RefundStatus"/>.</summary>
    /// <param name="request">The refund, as it was sent.</param>
    /// <param name="timeout">How long to poll: 1 second to 1 hour.</param>
    /// <param name="cancellationToken">Stops polling.</param>
    /// <exception cref="PyxproMismatchException">The gateway has another refund under this number.</exception>
    /// <exception cref="PyxproCanceledException">The caller cancelled; the outcome is still uncertain.</exception>
    /// <exception cref="ArgumentException">The request is not valid, or the timeout is out of range.</exception>
    public virtual Task<PyxproResolution<RefundRecord>> ResolveRefundAsync(
        RefundRequest request, TimeSpan timeout, CancellationToken cancellationToken = default) =>
        PollAsync(request?.Poll, timeout, QueryRefundAsync, cancellationToken);

    /// <summary>Queries an order that cannot exist, which changes nothing. The result says whether URL, TLS, merchant,
    /// key and clock are right, or which of them is wrong. It is not retried.</summary>
    /// <remarks>Concurrent calls share one request. The result is cached for five seconds, unless the settings change,
    /// so that a public health endpoint can use it. Pings bypass the circuit breaker.</remarks>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>The result. A gateway that cannot be reached is a result, and not an exception.</returns>
    /// <exception cref="PyxproCanceledException">The caller cancelled; it says whether anything was sent.</exception>
    public virtual async Task<PyxproPing> PingAsync(CancellationToken cancellationToken = default)
    {
        var merchant = GetMerchant();

        return await _pings!.PingAsync(merchant.Context, merchant.Pipelines.Pings, cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Reads and verifies what the gateway posted to <c>notify_url</c> (guide 3.1.4).</summary>
    /// <param name="body">The bytes of the HTTP body, whatever its content type says.</param>
    /// <returns>The notification, which is authentic and for this merchant. Read its
    /// <see cref="PaymentNotification.IsPaid"/>.</returns>
    /// <exception cref="PyxproException">It was refused: nothing in it can be trusted.</exception>
    [OverloadResolutionPriority(1)]
    public virtual PaymentNotification ParseNotification(ReadOnlyMemory<byte> body)
    {
        var rejection = ReadNotification(body.Span, out var notification, out var error);

        return rejection switch
        {
            NotificationRejection.None => notification!,
            NotificationRejection.Malformed => throw error.ToException(),
            _ => throw MessageVerifier.ToException(rejection, GetMerchant().Context),
        };
    }

    /// <inheritdoc cref="ParseNotification(ReadOnlyMemory{byte})"/>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is <see langword="null"/>.</exception>
    [OverloadResolutionPriority(1)]
    public PaymentNotification ParseNotification(byte[] body)
    {
        ArgumentNullException.ThrowIfNull(body);

        return ParseNotification((ReadOnlyMemory<byte>)body);
    }

    /// <inheritdoc cref="ParseNotification(ReadOnlyMemory{byte})"/>
    /// <remarks>It copies the bytes, so that a fake overrides one method for all.</remarks>
    public PaymentNotification ParseNotification(ReadOnlySpan<byte> body) => ParseNotification(body.ToArray());

    /// <summary>Reads and verifies what was posted to <c>notify_url</c>, and returns <see langword="false"/> if it is
    /// refused. Refusing allocates nothing.</summary>
    /// <param name="body">The bytes of the HTTP body, whatever its content type says.</param>
    /// <param name="notification">The notification, which is authentic and for this merchant.</param>
    /// <param name="rejection">Why it was refused, or <see cref="NotificationRejection.None"/>.</param>
    /// <returns><see langword="true"/> if the notification is authentic, which does not mean paid: read its
    /// <see cref="PaymentNotification.IsPaid"/>.</returns>
    [OverloadResolutionPriority(1)]
    public virtual bool TryParseNotification(
        ReadOnlyMemory<byte> body,
        [NotNullWhen(true)] out PaymentNotification? notification,
        out NotificationRejection rejection)
    {
        rejection = ReadNotification(body.Span, out notification, out _);

        return notification is not null;
    }

    /// <summary>Reads and verifies what was posted to <c>notify_url</c>, and returns <see langword="false"/> if it is
    /// refused. Refusing allocates nothing.</summary>
    /// <param name="body">The bytes of the HTTP body, whatever its content type says.</param>
    /// <param name="notification">The notification, which is authentic and for this merchant.</param>
    /// <param name="rejection">Why it was refused, or <see cref="NotificationRejection.None"/>.</param>
    /// <returns><see langword="true"/> if the notification is authentic, which does not mean paid.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="body"/> is <see langword="null"/>.</exception>
    [OverloadResolutionPriority(1)]
    public bool TryParseNotification(
        byte[] body,
        [NotNullWhen(true)] out PaymentNotification? notification,
        out NotificationRejection rejection)
    {
        ArgumentNullException.ThrowIfNull(body);

        return TryParseNotification((ReadOnlyMemory<byte>)body, out notification, out rejection);
    }

    /// <summary>Reads and verifies a copy of what was posted to <c>notify_url</c>, and returns <see langword="false"/>
    /// if it is refused. It copies the bytes, so that a fake overrides one method for all.</summary>
    /// <param name="body">The bytes of the HTTP body, whatever its content type says.</param>
    /// <param name="notification">The notification, which is authentic and for this merchant.</param>
    /// <param name="rejection">Why it was refused, or <see cref="NotificationRejection.None"/>.</param>
    /// <returns><see langword="true"/> if the notification is authentic, which does not mean paid.</returns>
    public bool TryParseNotification(
        ReadOnlySpan<byte> body,
        [NotNullWhen(true)] out PaymentNotification? notification,
        out NotificationRejection rejection) =>
        TryParseNotification(body.ToArray(), out notification, out rejection);

    private static HttpClient EnsureSafe(HttpClient httpClient)
    {
        ArgumentNullException.ThrowIfNull(httpClient);

        return httpClient.DefaultRequestHeaders.ExpectContinue == true
            ? throw new ArgumentException(
                "The HttpClient sends 'Expect: 100-continue', by which a request can be sent twice. Switch it off.",
                nameof(httpClient))
            : httpClient;
    }

    private static Func<PreparedMerchant> Prepare(
        PyxproOptions options, Telemetry telemetry, TimeProvider timeProvider)
    {
        const string Path = $"{nameof(PyxproOptions)}.";
        ArgumentNullException.ThrowIfNull(options);
        var pipelines = new PipelineProvider(new PipelineFactory(timeProvider, telemetry));
        var merchant = new MerchantFactory(pipelines, telemetry.Log, Path, timeProvider).Prepare(options);

        return merchant.IsValid
            ? () => merchant
            : throw new ArgumentException(
                string.Join(' ', merchant.DescribeErrors(Path)),
                nameof(options),
                merchant.Cause);
    }

    private PreparedMerchant GetMerchant() => _getMerchant is null
        ? throw new InvalidOperationException(
            "This client was made by its protected constructor, for a fake: override the member that is called.")
        : _getMerchant();

    private NotificationRejection ReadNotification(
        ReadOnlySpan<byte> body, out PaymentNotification? notification, out XmlDecodeError error)
    {
        var rejection = NotificationReader.Read(body, GetMerchant().Context, out notification, out error);
        _telemetry!.OnNotification(notification, rejection, body.Length);

        return rejection;
    }

    // Asynchronous from the beginning, so that the task reports an invalid request too.
    private async Task<TResponse> CallAsync<TResponse>(
        IOperation<TResponse> request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        var merchant = GetMerchant();
        var call = _runner!.Begin(request, merchant.Context, cancellationToken);

        return await _runner.RunAsync(call, request, merchant.Pipelines.Calls).ConfigureAwait(false);
    }

    private async Task<PyxproResolution<TResponse>> PollAsync<TQuery, TReply, TResponse>(
        OutcomePoll<TQuery, TReply, TResponse>? request,
        TimeSpan timeout,
        Func<TQuery, CancellationToken, Task<TReply>> query,
        CancellationToken cancellationToken)
        where TResponse : class
    {
        ArgumentNullException.ThrowIfNull(request);

        return await _poller.PollAsync(request, timeout, query, cancellationToken).ConfigureAwait(false);
    }
}
