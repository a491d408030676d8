using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>Answers what is posted to <c>notify_url</c>.</summary>
internal sealed class NotificationEndpoint
{
    private static readonly ReadOnlyMemory<byte> Success = "success"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> Fail = "fail"u8.ToArray();

    private readonly NotificationReceiver _receiver;
    private readonly NotificationDispatcher _delivery;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _timeProvider;
    private readonly EndpointTelemetry _telemetry;

    private NotificationEndpoint(
        NotificationReceiver receiver,
        NotificationDispatcher delivery,
        TimeSpan timeout,
        TimeProvider timeProvider,
        EndpointTelemetry telemetry)
    {
        _receiver = receiver;
        _delivery = delivery;
        _timeout = timeout;
        _timeProvider = timeProvider;
        _telemetry = telemetry;
    }

    public static NotificationEndpoint Create(
        IServiceProvider services,
        Func<PaymentNotification, IServiceProvider, CancellationToken, Task> handler,
        PyxproNotificationOptions options)
    {
        var timeProvider = services.GetService<TimeProvider>() ?? TimeProvider.System;
        var telemetry = new EndpointTelemetry(services, timeProvider);

        var recipients = MerchantSelector.Find(services, options.Merchants);
        ServedKeys.Check(services, options.Merchants, telemetry);

        return new NotificationEndpoint(
            new NotificationReceiver(recipients, options.AnswerTimeout, timeProvider),
            new NotificationDispatcher(
                handler,
                options.MaxConcurrentHandlers,
                services.GetRequiredService<IServiceScopeFactory>(),
                timeProvider,
                telemetry),
            options.AnswerTimeout,
            timeProvider,
            telemetry);
    }

    public async Task InvokeAsync(HttpContext context)
    {
        var startedAt = _timeProvider.GetTimestamp();
        var reception = await _receiver.ReceiveAsync(context).ConfigureAwait(false);
        var outcome = reception.IsVerified
            ? await _delivery.DeliverAsync(reception.Notification, TimeLeft(startedAt)).ConfigureAwait(false)
            : reception.Outcome;
        try
        {
            await AnswerAsync(context.Response, outcome).ConfigureAwait(false);
        }
        finally
        {
            // Afterwards, so that nothing that listens or logs can change the answer.
            _telemetry.OnAnswered(reception, outcome, startedAt);
        }
    }

    private TimeSpan TimeLeft(long startedAt)
    {
        var left = _timeout - _timeProvider.GetElapsedTime(startedAt);

        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>The status is 200 either way: the guide (3.1.4) goes by the text alone, and a proxy or a balancer that
    /// goes by the status is not to take this server or the gateway out of service for the forgeries of
    /// strangers.</summary>
    private static async Task AnswerAsync(HttpResponse response, NotificationOutcome outcome)
    {
        var text = outcome is NotificationOutcome.Handled or NotificationOutcome.Duplicate ? Success : Fail;
        response.StatusCode = StatusCodes.Status200OK;
        response.ContentType = "text/plain";
        response.ContentLength = text.Length;

        await response.BodyWriter.WriteAsync(text, CancellationToken.None).ConfigureAwait(false);
    }
}
