using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>The logs and metrics of an endpoint. They hold no body, no key and no personal data.</summary>
internal sealed class NotificationTelemetry
{
    private const string Name = "Pyxpro.Sdk";
    private const string OutcomeTag = "pyxpro.notification.outcome";

    // Up to the gateway's timeout of five seconds.
    private static readonly double[] Buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 4, 5];

    private static readonly string? Version = typeof(NotificationTelemetry).Assembly.GetName().Version?.ToString(3);
    private static readonly Meter Shared = new(Name, Version);

    private readonly ConcurrentDictionary<string, LogThrottle> _throttles = new(StringComparer.Ordinal);
    private readonly TimeProvider _timeProvider;
    private readonly SafeLogger _log;
    private readonly Histogram<double>? _duration;
    private readonly UpDownCounter<long>? _activeHandlers;

    public NotificationTelemetry(IServiceProvider services, TimeProvider timeProvider)
    {
        _timeProvider = timeProvider;
        _log = new SafeLogger(
            services.GetRequiredService<ILoggerFactory>().CreateLogger("Pyxpro.Sdk.AspNetCore.Notifications"));
        var meter = services.GetService<IMeterFactory>()?.Create(Name, Version) ?? Shared;
        _duration = SafeDiagnostics.TryCreate(() => meter.CreateDuration(
            "pyxpro.server.notification.duration", "Duration of the requests to notify_url, by outcome.", Buckets));
        _activeHandlers = SafeDiagnostics.TryCreate(() => meter.CreateUpDownCounter<long>(
            "pyxpro.server.notification.active_handlers",
            "{handler}",
            "Running handlers, including those that have timed out."));
    }

    public void OnResponded(in ReceiveResult received, NotificationOutcome outcome, long startedAt)
    {
        _duration.TryRecord(
            _timeProvider.GetElapsedTime(startedAt), new TagList { { OutcomeTag, NameOf(outcome) } });
        if (!received.IsVerified)
        {
            LogRejection(received);
        }
        else if (outcome is NotificationOutcome.Handled or NotificationOutcome.Duplicate
            && _log.IsEnabled(LogLevel.Debug))
        {
            _log.Acknowledged(Order(received.Notification), outcome);
        }
    }

    public void OnHandlerStarted() => _activeHandlers.TryAdd(1);

    public void OnHandlerCompleted() => _activeHandlers.TryAdd(-1);

    public void OnThrottled(PaymentNotification notification, int timedOut)
    {
        if (TryLog(nameof(NotificationOutcome.Throttled), out var suppressed))
        {
            _log.Throttled(Order(notification), timedOut, suppressed);
        }
    }

    public void OnHandlerFailed(PaymentNotification notification, Exception exception) =>
        _log.HandlerFailed(exception, Order(notification));

    public void OnHandlerTimeout(PaymentNotification notification, TimeSpan timeout) =>
        _log.HandlerTimedOut(Order(notification), timeout);

    public void OnHandlerCompletedLate(PaymentNotification notification, Exception? exception) =>
        _log.HandlerCompletedLate(exception, Order(notification), exception is null);

    public void OnKeyExposed(string mchId, string file) => _log.KeyExposed(mchId, file);

    public void OnNotifyUrlSuspect(string mchId, string notifyUrl, string problems) =>
        _log.NotifyUrlSuspect(mchId, LogText.Quote(notifyUrl), problems);

    private void LogRejection(in ReceiveResult received)
    {
        var reason = received.Outcome == NotificationOutcome.Rejected
            ? received.Rejection.ToString()
            : received.Outcome.ToString();

        if (!TryLog(reason, out var suppressed))
        {
            return;
        }

        switch (received.Outcome)
        {
            case NotificationOutcome.Misconfigured:
                _log.Misconfigured(received.Exception, received.Length, suppressed);
                break;
            case NotificationOutcome.LookUpFailed:
                _log.LookUpFailed(received.Exception, received.Length, suppressed);
                break;
            case NotificationOutcome.BodyUnreadable:
                _log.BodyUnreadable(received.Exception, received.Length, suppressed);
                break;
            default:
                _log.Rejected(received.Length, reason, suppressed);
                break;
        }
    }

    // By reason, so that a flood of one does not hide another.
    private bool TryLog(string reason, out long suppressed) => _throttles
        .GetOrAdd(reason, static (_, time) => new LogThrottle(time), _timeProvider).TryEnter(out suppressed);

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
        NotificationOutcome.BodyUnreadable => "body_unreadable",
        NotificationOutcome.Misconfigured => "misconfigured",
        NotificationOutcome.LookUpFailed => "lookup_failed",
        _ => "refused",
    };

    /// <summary>Allows one message a second, and counts the others: an attacker can post any number of
    /// messages.</summary>
    private sealed class LogThrottle(TimeProvider timeProvider)
    {
        private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

        private readonly object _lock = new();
        private long? _lastAt;
        private long _suppressed;

        /// <param name="suppressed">How many messages were suppressed since the last one.</param>
        public bool TryEnter(out long suppressed)
        {
            lock (_lock)
            {
                var now = timeProvider.GetTimestamp();
                if (_lastAt is { } lastAt && timeProvider.GetElapsedTime(lastAt, now) < Interval)
                {
                    suppressed = 0;
                    _suppressed++;

                    return false;
                }

                (suppressed, _suppressed, _lastAt) = (_suppressed, 0, now);

                return true;
            }
        }
    }
}
