using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>Handles the requests to <c>notify_url</c>: receive, dispatch, respond.</summary>
internal sealed class NotificationEndpoint
{
    private const int MaxHandlers = 1000;

    private static readonly TimeSpan MinTimeout = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan MaxTimeout = TimeSpan.FromMinutes(5);
    private static readonly ReadOnlyMemory<byte> Success = "success"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Fail = "fail"u8.ToArray();

    private readonly NotificationReceiver _receiver;
    private readonly NotificationDispatcher _dispatcher;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _timeProvider;
    private readonly NotificationTelemetry _telemetry;

    private NotificationEndpoint(
        NotificationReceiver receiver,
        NotificationDispatcher dispatcher,
        TimeSpan timeout,
        TimeProvider timeProvider,
        NotificationTelemetry telemetry,
        NotifyUrlCheck notifyUrlCheck)
    {
        _receiver = receiver;
        _dispatcher = dispatcher;
        _timeout = timeout;
        _timeProvider = timeProvider;
        _telemetry = telemetry;
        NotifyUrlCheck = notifyUrlCheck;
    }

    public NotifyUrlCheck NotifyUrlCheck { get; }

    public static NotificationEndpoint Create(
        IServiceProvider services,
        Func<PaymentNotification, IServiceProvider, CancellationToken, Task> handler,
        PyxproNotificationOptions options,
        string? name)
    {
        Validate(options, name);
        var merchants = NamesOfMerchants(options, name);
        var timeProvider = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var telemetry = new NotificationTelemetry(services, timeProvider);

        var selector = options.ResolveMerchants
            ? MerchantSelector.CreateForResolved(services)
            : MerchantSelector.Create(services, merchants);
        ExposedKeyDetector.Check(services, merchants, telemetry);

        return new NotificationEndpoint(
            new NotificationReceiver(selector, options.ResponseTimeout, timeProvider),
            new NotificationDispatcher(
                handler,
                options.MaxConcurrentHandlers,
                timeProvider,
                telemetry),
            options.ResponseTimeout,
            timeProvider,
            telemetry,
            new NotifyUrlCheck(services, merchants, telemetry));
    }

    public async Task InvokeAsync(HttpContext context)
    {
        var startedAt = _timeProvider.GetTimestamp();
        var received = await _receiver.ReceiveAsync(context).ConfigureAwait(false);
        var outcome = received.IsVerified
            ? await _dispatcher.DispatchAsync(context, received.Notification, TimeLeft(startedAt)).ConfigureAwait(false)
            : received.Outcome;
        try
        {
            await RespondAsync(context, outcome).ConfigureAwait(false);
        }
        finally
        {
            // After the response, so that no listener or logger can change it.
            _telemetry.OnResponded(received, outcome, startedAt);
        }
    }

    private static IReadOnlyList<string> NamesOfMerchants(PyxproNotificationOptions options, string? name) =>
        options switch
        {
            { ResolveMerchants: true } => [],
            { Merchants.Count: > 0 } => options.Merchants,
            _ => [name ?? Options.DefaultName],
        };

    /// <exception cref="OptionsValidationException">A value is missing or out of range.</exception>
    private static void Validate(PyxproNotificationOptions options, string? name)
    {
        List<string> errors = [];
        if (options.Merchants is null)
        {
            errors.Add($"{nameof(options.Merchants)} is null.");
        }

        if (options is { ResolveMerchants: true, Merchants.Count: > 0 })
        {
            errors.Add(
                $"{nameof(options.ResolveMerchants)} cannot be combined with {nameof(options.Merchants)}.");
        }

        if (options.ResponseTimeout < MinTimeout || options.ResponseTimeout > MaxTimeout)
        {
            errors.Add($"{nameof(options.ResponseTimeout)} is not {MinTimeout} to {MaxTimeout}.");
        }

        if (options.MaxConcurrentHandlers is < 1 or > MaxHandlers)
        {
            errors.Add($"{nameof(options.MaxConcurrentHandlers)} is not 1 to {MaxHandlers}.");
        }

        if (errors.Count > 0)
        {
            throw new OptionsValidationException(
                name ?? Options.DefaultName, typeof(PyxproNotificationOptions), errors);
        }
    }

    private TimeSpan TimeLeft(long startedAt)
    {
        var left = _timeout - _timeProvider.GetElapsedTime(startedAt);

        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>Responds with status 200 in any case. The guide (3.1.4) uses the text alone, and a load balancer that
    /// uses the status must not take this server out of service because of forged requests.</summary>
    private static async Task RespondAsync(HttpContext context, NotificationOutcome outcome)
    {
        // The gateway compares the bytes. A middleware that compresses responses chooses the encoding when the response
        // is written, by the request's header; proxies heed the response's.
        context.Request.Headers.AcceptEncoding = default;
        var response = context.Response;
        response.Headers.CacheControl = "no-store, no-transform";

        var text = outcome is NotificationOutcome.Handled or NotificationOutcome.Duplicate ? Success : Fail;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "text/plain";
        response.ContentLength = text.Length;

        await response.BodyWriter.WriteAsync(text, CancellationToken.None).ConfigureAwait(false);
    }
}
