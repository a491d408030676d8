using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using Microsoft.Extensions.Logging;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>Takes Alipay payments through the Pyxpro gateway: one method an operation of the guide.</summary>
/// <remarks>
/// <para>An instance is thread-safe and meant to live long. The members are virtual and there is a protected
/// constructor, so that callers' tests can replace it.</para>
/// <para>Each call returns a response, which is proven by the gateway's signature, or throws: a
/// <see cref="PyxproException"/>, whose <see cref="PyxproException.Outcome"/> says what is known; an
/// <see cref="ArgumentException"/> for wrong use, before anything is sent; or a
/// <see cref="PyxproCanceledException"/> if the caller cancelled, which says too what is known. In a container whose
/// configuration was broken while it ran, every member throws
/// <see cref="Microsoft.Extensions.Options.OptionsValidationException"/>, and nothing is sent.</para>
/// <para>A failed attempt is retried where that is safe: with the same business fields, a fresh nonce and a fresh
/// signature. An order is never created again after an uncertain attempt.</para>
/// </remarks>
public class PyxproClient
{
    private readonly TimeProvider _timeProvider = TimeProvider.System;
    private readonly Telemetry? _telemetry;
    private readonly CallRunner? _runner;
    private readonly SharedPing? _ping;
    private readonly Func<Merchant>? _getMerchant;

    /// <summary>Makes a client for callers' fakes: what is not overridden throws
    /// <see cref="InvalidOperationException"/>.</summary>
    protected PyxproClient()
    {
    }

    /// <summary>Makes a client that works without a container, with connections of its own.</summary>
    /// <param name="options">The settings. They are copied: later changes do not affect the client.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message names each fault.</exception>
    public PyxproClient(PyxproOptions options)
        : this(new HttpClient(new SendOnceHandler(CreateHandler())) { Timeout = Timeout.InfiniteTimeSpan }, options)
    {
    }

    /// <summary>Makes a client that works without a container, over the caller's connections.</summary>
    /// <param name="httpClient">Carries the requests; it stays the caller's to dispose. It should rest on
    /// <see cref="CreateHandler"/>, without handlers that retry or follow redirects: those can send a signed request
    /// twice, or to other servers.</param>
    /// <param name="options">The settings. They are copied: later changes do not affect the client.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message names each fault. Or the
    /// <see cref="HttpClient"/> sends <c>Expect: 100-continue</c>.</exception>
    public PyxproClient(HttpClient httpClient, PyxproOptions options)
        : this(httpClient, options, loggerFactory: null)
    {
    }

    /// <summary>Makes a client that works without a container, over the caller's connections, with the caller's log and
    /// clock.</summary>
    /// <param name="httpClient">Carries the requests, as in the other constructor.</param>
    /// <param name="options">The settings. They are copied: later changes do not affect the client.</param>
    /// <param name="loggerFactory">Makes the log; <see langword="null"/> logs nothing.</param>
    /// <param name="timeProvider">Measures deadlines and pauses; <see langword="null"/> takes the system's.</param>
    /// <exception cref="ArgumentException">The options are not valid; the message names each fault. Or the
    /// <see cref="HttpClient"/> sends <c>Expect: 100-continue</c>.</exception>
    public PyxproClient(
        HttpClient httpClient,
        PyxproOptions options,
        ILoggerFactory? loggerFactory,
        TimeProvider? timeProvider = null)
        : this(
            httpClient,
            options,
            new Telemetry(timeProvider ?? TimeProvider.System, loggerFactory, meterFactory: null),
            timeProvider ?? TimeProvider.System)
    {
    }

    private PyxproClient(
        HttpClient httpClient, PyxproOptions options, Telemetry telemetry, TimeProvider timeProvider)
        : this(
            httpClient,
            Fixed(new Merchant(options, new PipelineFactory(timeProvider, telemetry))),
            telemetry,
            timeProvider) =>
        new GuidesKeyWarning(telemetry.Log).Check(options);

    internal PyxproClient(
        HttpClient httpClient, Func<Merchant> getMerchant, Telemetry telemetry, TimeProvider timeProvider)
    {
        ArgumentNullException.ThrowIfNull(httpClient);
        if (httpClient.DefaultRequestHeaders.ExpectContinue == true)
        {
            throw new ArgumentException(
                "The HttpClient sends 'Expect: 100-continue', by which a request can be sent twice. Switch it off.",
                nameof(httpClient));
        }

        _timeProvider = timeProvider;
        _telemetry = telemetry;
        _runner = new CallRunner(new Gateway(httpClient, timeProvider), telemetry);
        _ping = new SharedPing(timeProvider);
        _getMerchant = getMerchant;
    }

    /// <summary>Gets the merchant, <c>mch_id</c>, that is configured now.</summary>
    public virtual string MchId => GetMerchant().MchId;

    /// <summary>Makes a handler that is safe for signed requests: it follows no redirects, keeps no cookies,
    /// decompresses nothing, and renews its connections so that changes in DNS are seen.</summary>
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
    /// <param name="cancellationToken">Stops waiting; the order may have been made all the same.</param>
    /// <exception cref="PyxproException">There is no proven answer, or it is an error.</exception>
    /// <exception cref="PyxproCanceledException">The caller cancelled; it says whether anything was sent.</exception>
    /// <exception cref="ArgumentException">The request is not valid; nothing was sent.</exception>
    public virtual Task<CreateNativeOrderResponse> CreateNativeOrderAsync(
        CreateNativeOrderRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(
            PyxproOperation.CreateNativeOrder,
            request,
            static (request, merchant) => request.ToMessage(merchant),
            CreateNativeOrderResponse.Read,
            cancellationToken);

    /// <summary>Asks for the state of an order (guide 3.1.5).</summary>
    /// <remarks>"Order not exists" shortly after a create whose outcome is uncertain proves nothing: ask
    /// again.</remarks>
    /// <param name="request">The order's number or the payment's.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="PyxproException">There is no proven answer, or it is an error.</exception>
    /// <exception cref="PyxproCanceledException">The caller cancelled; it says whether anything was sent.</exception>
    /// <exception cref="ArgumentException">The request is not valid; nothing was sent.</exception>
    public virtual Task<QueryOrderResponse> QueryOrderAsync(
        QueryOrderRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(
            PyxproOperation.QueryOrder,
            request,
            static (request, merchant) => request.ToMessage(merchant),
            QueryOrderResponse.Read,
            cancellationToken);

    /// <summary>Closes an order that was not paid (guide 3.1.6).</summary>
    /// <param name="request">The order's number.</param>
    /// <param name="cancellationToken">Stops waiting; the order may have been closed all the same.</param>
    /// <exception cref="PyxproException">There is no proven answer, or it is an error, such as the order having been
    /// paid or being younger than five minutes.</exception>
    /// <exception cref="PyxproCanceledException">The caller cancelled; it says whether anything was sent.</exception>
    /// <exception cref="ArgumentException">The request is not valid; nothing was sent.</exception>
    public virtual Task<CloseOrderResponse> CloseOrderAsync(
        CloseOrderRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(
            PyxproOperation.CloseOrder,
            request,
            static (request, merchant) => request.ToMessage(merchant),
            CloseOrderResponse.Read,
            cancellationToken);

    /// <summary>Returns a payment to the payer, in part or in whole (guide 3.1.7). The answer means accepted, not
    /// completed: see <see cref="QueryRefundAsync"/>.</summary>
    /// <param name="request">The refund. Store its number before the call, and send no other for the same
    /// purpose.</param>
    /// <param name="cancellationToken">Stops waiting; the refund may have been accepted all the same.</param>
    /// <exception cref="PyxproException">There is no proven answer, or it is an error.</exception>
    /// <exception cref="PyxproCanceledException">The caller cancelled; it says whether anything was sent.</exception>
    /// <exception cref="ArgumentException">The request is not valid; nothing was sent.</exception>
    public virtual Task<RefundResponse> RefundAsync(
        RefundRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(
            PyxproOperation.Refund,
            request,
            static (request, merchant) => request.ToMessage(merchant),
            RefundResponse.Read,
            cancellationToken);

    /// <summary>Asks for the state of a refund (guide 3.1.8).</summary>
    /// <param name="request">The refund's number.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="PyxproException">There is no proven answer, or it is an error.</exception>
    /// <exception cref="PyxproCanceledException">The caller cancelled; it says whether anything was sent.</exception>
    /// <exception cref="ArgumentException">The request is not valid; nothing was sent.</exception>
    public virtual Task<QueryRefundResponse> QueryRefundAsync(
        QueryRefundRequest request, CancellationToken cancellationToken = default) =>
        CallAsync(
            PyxproOperation.QueryRefund,
            request,
            static (request, merchant) => request.ToMessage(merchant),
            QueryRefundResponse.Read,
            cancellationToken);

    /// <summary>Sends a request of any other service, signed and verified like those of the guide.</summary>
    /// <param name="service">The service, such as <c>unified.trade.micropay</c>.</param>
    /// <param name="fields">The request's own fields by wire name, without those that every request has:
    /// <c>service</c>, <c>version</c>, <c>charset</c>, <c>sign_type</c>, <c>mch_id</c>, <c>nonce_str</c>,
    /// <c>sign</c>.</param>
    /// <param name="cancellationToken">Stops waiting; the gateway may have acted all the same.</param>
    /// <returns>The answer's fields. Its <c>status</c> and <c>result_code</c> are <c>0</c>; whether it is about what
    /// was asked for is the caller's to compare.</returns>
    /// <exception cref="PyxproException">There is no proven answer, or it is an error.</exception>
    /// <exception cref="PyxproCanceledException">The caller cancelled; it says whether anything was sent.</exception>
    /// <exception cref="ArgumentException">A field is not valid; nothing was sent.</exception>
    public virtual async Task<PyxproMessage> SendAsync(
        string service, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(service);
        ArgumentNullException.ThrowIfNull(fields);

        return await CallAsync(
            PyxproOperation.Send,
            (Service: service, Fields: fields),
            static (request, merchant) =>
                new RequestFields(request.Service, merchant).AddAdditional(request.Fields).ToMessage(),
            static (answer, _) =>
            {
                answer.EnsureSuccess(isQuery: false);

                return answer.Message;
            },
            cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Asks what became of a <see cref="CreateNativeOrderAsync"/> whose outcome was uncertain, until the order
    /// is seen or the time is over.</summary>
    /// <remarks>"Order not exists" is not believed before the time is over: the request may still be on its way. The QR
    /// code of an order that is seen and unpaid was in the lost answer: send the same request again for it, or close
    /// the order.</remarks>
    /// <param name="request">The order, as it was sent.</param>
    /// <param name="timeout">How long to ask: 1 second to 1 hour. A minute is a good beginning.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="PyxproMismatchException">The gateway has another order under this number.</exception>
    /// <exception cref="PyxproCanceledException">The caller cancelled; it says whether anything was sent.</exception>
    /// <exception cref="ArgumentException">The request is not valid, or the time is out of range.</exception>
    public virtual async Task<PyxproResolution<QueryOrderResponse>> ResolveCreateNativeOrderAsync(
        CreateNativeOrderRequest request, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return await ResolveAsync(
            MakeCall(PyxproOperation.CreateNativeOrder, ServiceNames.CreateNativeOrder, request.OutTradeNo),
            timeout,
            stop => QueryOrderAsync(new QueryOrderRequest { OutTradeNo = request.OutTradeNo }, stop),
            order => (order.JudgeCreate(request), order),
            cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Asks what became of a <see cref="CloseOrderAsync"/> whose outcome was uncertain, until the order is
    /// seen closed or paid, or the time is over.</summary>
    /// <param name="request">The close, as it was sent.</param>
    /// <param name="timeout">How long to ask: 1 second to 1 hour.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="PyxproCanceledException">The caller cancelled; it says whether anything was sent.</exception>
    /// <exception cref="ArgumentException">The request is not valid, or the time is out of range.</exception>
    public virtual async Task<PyxproResolution<QueryOrderResponse>> ResolveCloseOrderAsync(
        CloseOrderRequest request, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return await ResolveAsync(
            MakeCall(PyxproOperation.CloseOrder, ServiceNames.CloseOrder, request.OutTradeNo),
            timeout,
            stop => QueryOrderAsync(new QueryOrderRequest { OutTradeNo = request.OutTradeNo }, stop),
            static order => (order.JudgeClose(), order),
            cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Asks what became of a <see cref="RefundAsync"/> whose outcome was uncertain, until the refund is seen
    /// or the time is over. Seen is accepted, not completed: read its
    /// <see cref="RefundRecord.RefundStatus"/>.</summary>
    /// <param name="request">The refund, as it was sent.</param>
    /// <param name="timeout">How long to ask: 1 second to 1 hour.</param>
    /// <param name="cancellationToken">Stops asking.</param>
    /// <exception cref="PyxproMismatchException">The gateway has another refund under this number.</exception>
    /// <exception cref="PyxproCanceledException">The caller cancelled; it says whether anything was sent.</exception>
    /// <exception cref="ArgumentException">The request is not valid, or the time is out of range.</exception>
    public virtual async Task<PyxproResolution<RefundRecord>> ResolveRefundAsync(
        RefundRequest request, TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);

        return await ResolveAsync(
            MakeCall(PyxproOperation.Refund, ServiceNames.Refund, request.OutTradeNo) with
            {
                TransactionId = request.TransactionId,
                OutRefundNo = request.OutRefundNo,
            },
            timeout,
            stop => QueryRefundAsync(new QueryRefundRequest { OutRefundNo = request.OutRefundNo }, stop),
            answer => answer.JudgeRefund(request),
            cancellationToken)
            .ConfigureAwait(false);
    }

    /// <summary>Asks the gateway for an order that cannot exist, which changes nothing, and says whether URL, TLS,
    /// merchant, key and clock are right, or which of them is wrong. It is tried once.</summary>
    /// <remarks>Calls at once share one request, and what it found is returned for five seconds, unless the settings
    /// change: it can stand behind a public health endpoint. The circuit breaker has no part in it.</remarks>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What was found; a gateway that cannot be reached is no exception here.</returns>
    /// <exception cref="PyxproCanceledException">The caller cancelled; it says whether anything was sent.</exception>
    public virtual async Task<PyxproPing> PingAsync(CancellationToken cancellationToken = default)
    {
        var merchant = GetMerchant();
        var outcome = PyxproOutcome.NotSent;
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            outcome = PyxproOutcome.Uncertain;

            // Not with the caller's token: others may share it.
            return await _ping!.GetAsync(merchant, () => PingOnceAsync(merchant))
                .WaitAsync(cancellationToken)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (cancellationToken.IsCancellationRequested)
        {
            throw new PyxproCanceledException(
                MakeCall(PyxproOperation.Ping, ServiceNames.QueryOrder, outTradeNo: null),
                outcome,
                exception,
                cancellationToken);
        }
    }

    /// <summary>Reads and verifies what the gateway posted to <c>notify_url</c> (guide 3.1.4).</summary>
    /// <param name="body">The bytes of the HTTP body, whatever its content type says.</param>
    /// <returns>The notification, which is authentic and for this merchant. Read its
    /// <see cref="PaymentNotification.IsPaid"/>.</returns>
    /// <exception cref="PyxproException">It was refused: nothing of it is to be believed.</exception>
    public virtual PaymentNotification ParseNotification(ReadOnlySpan<byte> body)
    {
        var rejection = ReadNotification(body, out var notification, out var fault);

        return rejection switch
        {
            NotificationRejection.None => notification!,
            NotificationRejection.Malformed => throw fault.ToException(),
            _ => throw Authenticity.ToException(rejection),
        };
    }

    /// <summary>Reads and verifies what was posted to <c>notify_url</c>, without an exception for what is refused.
    /// Refusing allocates nothing.</summary>
    /// <param name="body">The bytes of the HTTP body, whatever its content type says.</param>
    /// <param name="notification">The notification, which is authentic and for this merchant.</param>
    /// <param name="rejection">Why it was refused, or <see cref="NotificationRejection.None"/>.</param>
    /// <returns><see langword="true"/> if the notification is authentic, which does not mean paid: read its
    /// <see cref="PaymentNotification.IsPaid"/>.</returns>
    public virtual bool TryParseNotification(
        ReadOnlySpan<byte> body,
        [NotNullWhen(true)] out PaymentNotification? notification,
        out NotificationRejection rejection)
    {
        rejection = ReadNotification(body, out notification, out _);

        return notification is not null;
    }

    /// <summary>Finds, among the clients of several merchants, the one whose merchant a notification names in
    /// <c>mch_id</c>. Nothing is verified thereby: let that client parse it, whose key alone then counts. Allocates
    /// nothing.</summary>
    /// <param name="clients">The clients of different merchants. One whose options are not valid is passed
    /// over.</param>
    /// <param name="body">The bytes of the HTTP body.</param>
    /// <returns><see langword="null"/> if the body is not a message in the gateway's form, or names none of these
    /// merchants.</returns>
    public static PyxproClient? FindRecipient(IReadOnlyList<PyxproClient> clients, ReadOnlySpan<byte> body)
    {
        ArgumentNullException.ThrowIfNull(clients);

        return NotificationReader.FindRecipient(clients, body);
    }

    private static Func<Merchant> Fixed(Merchant merchant) => () => merchant;

    private Merchant GetMerchant() => _getMerchant is null
        ? throw new InvalidOperationException(
            "This client was made by its protected constructor, for a fake: override the member that is called.")
        : _getMerchant();

    private NotificationRejection ReadNotification(
        ReadOnlySpan<byte> body, out PaymentNotification? notification, out XmlFault fault)
    {
        var rejection = NotificationReader.Read(body, GetMerchant(), out notification, out fault);
        _telemetry!.OnNotification(notification, rejection, body.Length);

        return rejection;
    }

    private Task<PyxproResolution<TAnswer>> ResolveAsync<TReply, TAnswer>(
        PyxproCall call,
        TimeSpan timeout,
        Func<CancellationToken, Task<TReply>> query,
        Func<TReply, (PyxproResolutionState State, TAnswer? Answer)> judge,
        CancellationToken cancellationToken)
        where TAnswer : class =>
        new Resolver(_timeProvider, _telemetry?.Log).ResolveAsync(call, timeout, query, judge, cancellationToken);

    private static PyxproCall MakeCall(PyxproOperation operation, string service, string? outTradeNo) =>
        new() { Operation = operation, Service = service, Attempts = 0, OutTradeNo = outTradeNo };

    // What is wrong with a request is reported by the task, like everything else.
    private async Task<TResponse> CallAsync<TRequest, TResponse>(
        PyxproOperation operation,
        TRequest request,
        Func<TRequest, Merchant, PyxproMessage> makeMessage,
        Func<VerifiedMessage, TRequest, TResponse> read,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        // Taken once, so that the whole call goes by the same settings.
        var merchant = GetMerchant();
        var call = new OngoingCall(
            operation, merchant, makeMessage(request, merchant), _timeProvider.GetTimestamp(), cancellationToken);

        return await _runner!.RunAsync(call, request, read).ConfigureAwait(false);
    }

    private async Task<PyxproPing> PingOnceAsync(Merchant merchant)
    {
        // Some hundred bits of chance: nobody has such an order.
        var outTradeNo = string.Create(CultureInfo.InvariantCulture, $"PING_{Guid.NewGuid():N}")[..32];
        var query = new QueryOrderRequest { OutTradeNo = outTradeNo };
        var call = new OngoingCall(
            PyxproOperation.Ping,
            merchant,
            query.ToMessage(merchant),
            _timeProvider.GetTimestamp(),
            CancellationToken.None);
        try
        {
            var answer = await _runner!.RunAsync(call, query, static (answer, _) => answer).ConfigureAwait(false);

            return PingReader.Read(call, answer, _timeProvider);
        }
        catch (PyxproException failure)
        {
            return PingReader.Read(call, failure, _timeProvider);
        }
    }
}
