using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>What an endpoint tells operators: logs and measurements. No body, no key, nothing personal.</summary>
internal sealed class EndpointTelemetry
{
    private const string Name = "Pyxpro.Sdk";
    private const string OutcomeTag = "pyxpro.notification.outcome";

    // The gateway waits five seconds.
    private static readonly InstrumentAdvice<double> Buckets = new()
    {
        HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 4, 5],
    };

    private static readonly string? Version = typeof(EndpointTelemetry).Assembly.GetName().Version?.ToString(3);
    private static readonly Meter Shared = new(Name, Version);

    private readonly ConcurrentDictionary<string, LogThrottle> _rates = new(StringComparer.Ordinal);
    private readonly TimeProvider _timeProvider;
    private readonly SafeLogger _log;
    private readonly Histogram<double>? _duration;
    private readonly UpDownCounter<long>? _activeHandlers;

    public EndpointTelemetry(IServiceProvider services, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _log = new SafeLogger(
            services.GetRequiredService<ILoggerFactory>().CreateLogger("Pyxpro.Sdk.AspNetCore.Notifications"));
        var meter = services.GetService<IMeterFactory>()?.Create(Name, Version) ?? Shared;
        _duration = Shield.TryCreate(() => meter.CreateHistogram(
            "pyxpro.server.notification.duration",
            "s",
            "Duration of answering what was posted to notify_url, by outcome.",
            advice: Buckets));
        _activeHandlers = Shield.TryCreate(() => meter.CreateUpDownCounter<long>(
            "pyxpro.server.notification.active_handlers",
            "{handler}",
            "Handlers that run, those included that were given up."));
    }

    public void OnAnswered(in ReceiveResult reception, NotificationOutcome outcome, long startedAt)
    {
        _duration.TryRecord(
            _timeProvider.GetElapsedTime(startedAt), new TagList { { OutcomeTag, NameOf(outcome) } });
        if (!reception.IsVerified)
        {
            LogRefusal(reception);
        }
        else if (outcome is NotificationOutcome.Handled or NotificationOutcome.Duplicate
            && _log.IsEnabled(LogLevel.Debug))
        {
            _log.Acknowledged(Order(reception.Notification), outcome);
        }
    }

    public void OnHandlerStarted() => _activeHandlers.TryAdd(1);

    public void OnHandlerEnded() => _activeHandlers.TryAdd(-1);

    public void OnThrottled(PaymentNotification notification, int late)
    {
        if (MayLog(nameof(NotificationOutcome.Throttled), out var unlogged))
        {
            _log.Throttled(Order(notification), late, unlogged);
        }
    }

    public void OnHandlerFailed(PaymentNotification notification, Exception exception) =>
        _log.HandlerFailed(exception, Order(notification));

    public void OnHandlerTimeout(PaymentNotification notification, TimeSpan time) =>
        _log.HandlerTimedOut(Order(notification), time);

    public void OnLateEnd(PaymentNotification notification, Exception? exception) =>
        _log.HandlerEndedLate(exception, Order(notification), exception is null);

    public void OnServedKey(string mchId, string file) => _log.ServedKey(mchId, file);

    private void LogRefusal(in ReceiveResult reception)
    {
        var reason = reception.Outcome == NotificationOutcome.Refused
            ? reception.Rejection.ToString()
            : reception.Outcome.ToString();

        if (!MayLog(reason, out var unlogged))
        {
            return;
        }

        if (reception.Cause is { } cause)
        {
            _log.Misconfigured(cause, reception.Length, unlogged);
        }
        else
        {
            _log.Refused(reception.Length, reason, unlogged);
        }
    }

    // For each reason, so that a flood of one does not hide another.
    private bool MayLog(string reason, out long unlogged) => _rates
        .GetOrAdd(reason, static (_, time) => new LogThrottle(time), _timeProvider).TryEnter(out unlogged);

    private static string Order(PaymentNotification notification) => LogText.Quote(notification.OutTradeNo);

    private static string NameOf(NotificationOutcome outcome) => outcome switch
    {
        NotificationOutcome.Handled => "handled",
        NotificationOutcome.Duplicate => "duplicate",
        NotificationOutcome.Throttled => "throttled",
        NotificationOutcome.HandlerFailed => "handler_failed",
        NotificationOutcome.HandlerTimeout => "handler_timeout",
        NotificationOutcome.TooLarge => "too_large",
        NotificationOutcome.BodyTimeout => "body_timeout",
        NotificationOutcome.BodyIncomplete => "body_incomplete",
        NotificationOutcome.Misconfigured => "misconfigured",
        _ => "refused",
    };
}
