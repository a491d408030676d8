using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Pyxpro.Sdk.Internal;

/// <summary>The logs, spans and metrics of a client. They hold no message body, no key and no personal data.</summary>
internal sealed class Telemetry
{
    private readonly TimeProvider _timeProvider;
    private readonly Instruments _instruments;
    private readonly LogInterval _ambiguous;

    /// <param name="timeProvider">Measures durations.</param>
    /// <param name="logger">Receives the log; without one nothing is logged.</param>
    /// <param name="meterFactory">Makes the meter of a container; without one there is one for the process.</param>
    public Telemetry(TimeProvider timeProvider, ILogger? logger, IMeterFactory? meterFactory)
    {
        _timeProvider = timeProvider;
        _ambiguous = new LogInterval(timeProvider);
        Log = logger is null ? NullLogger.Instance : new SafeLogger(logger);
        _instruments = meterFactory is null
            ? Instruments.Shared
            : new Instruments(meterFactory.Create(Tracing.Name, Tracing.Version));
    }

    public ILogger Log { get; }

    public void OnRetry(CallContext call, Exception failure, TimeSpan delay)
    {
        Count(_instruments.Retries, call, failure);
        if (Log.IsEnabled(LogLevel.Warning))
        {
            var described = call.Describe();
            Log.Retrying(
                described,
                delay,
                Tracing.ErrorTypeOf(failure),
                described.Operation,
                LogText.Clean(described.OutTradeNo),
                LogText.Clean(described.OutRefundNo),
                described.Attempts);
        }
    }

    public void OnRetryThrottled(CallContext call, Exception failure)
    {
        Count(_instruments.ThrottledRetries, call, failure);
        if (Log.IsEnabled(LogLevel.Warning))
        {
            var described = call.Describe();
            Log.RetryThrottled(
                described,
                Tracing.ErrorTypeOf(failure),
                described.Operation,
                LogText.Clean(described.OutTradeNo),
                LogText.Clean(described.OutRefundNo),
                described.Attempts);
        }
    }

    public void OnConfirmed(CallContext call, Activity? span)
    {
        End(call, span, "confirmed", failure: null);
        if (Log.IsEnabled(LogLevel.Debug))
        {
            var described = call.Describe();
            Log.CallConfirmed(
                described,
                described.Operation,
                LogText.Clean(described.OutTradeNo),
                LogText.Clean(described.OutRefundNo),
                described.Attempts,
                "Confirmed");
        }
    }

    public void OnFailed(CallContext call, Activity? span, Exception failure)
    {
        Tracing.Fail(span, failure);
        End(call, span, OutcomeOf(failure), failure);
        if (failure is PyxproSignatureException)
        {
            _instruments.SignatureFailures.TryIncrement(
                [new(TagNames.Operation, call.Descriptor.Name)]);
        }

        LogFailure(failure);
    }

    public void OnNotification(PaymentNotification? notification, NotificationRejection rejection, int length)
    {
        var result = notification?.IsPaid switch { true => "paid", false => "not_paid", null => NameOf(rejection) };
        _instruments.Notifications.TryIncrement([new(TagNames.Result, result)]);
        if (rejection is NotificationRejection.NotSigned or NotificationRejection.WrongSignature
            or NotificationRejection.UnsupportedSignType)
        {
            _instruments.SignatureFailures.TryIncrement([new(TagNames.Operation, "parse_notification")]);
        }

        if (rejection == NotificationRejection.FieldInjection && _ambiguous.TryEnter())
        {
            Log.NotificationAmbiguous(length);
        }
        else if (notification is null)
        {
            Log.NotificationRefused(length, rejection);
        }
        else if (Log.IsEnabled(LogLevel.Debug))
        {
            Log.NotificationAccepted(LogText.Quote(notification.OutTradeNo), notification.IsPaid);
        }
    }

    private void LogFailure(Exception failure)
    {
        var (call, outcome) = failure switch
        {
            PyxproException { Call: { } of } exception => (of, exception.Outcome),
            PyxproCanceledException canceled => (canceled.Call, canceled.Outcome),
            _ => (null, default), // wrong use
        };
        var level = outcome == PyxproOutcome.Uncertain ? LogLevel.Warning : LogLevel.Information;
        if (call is null || !Log.IsEnabled(level))
        {
            return;
        }

        var errorCode = LogText.Clean((failure as PyxproBusinessException)?.ErrorCode.Value);
        Log.CallFailed(
            level,
            outcome,
            call,
            errorCode ?? Tracing.ErrorTypeOf(failure),
            call.Operation,
            LogText.Clean(call.OutTradeNo),
            LogText.Clean(call.OutRefundNo),
            call.Attempts,
            errorCode);
    }

    private void End(CallContext call, Activity? span, string outcome, Exception? failure)
    {
        Tracing.EndCall(span, call, outcome);
        if (_instruments.Duration is { Enabled: true } duration)
        {
            var tags = new TagList
            {
                { TagNames.Operation, call.Descriptor.Name },
                { TagNames.Outcome, outcome },
                { TagNames.ServerAddress, call.Merchant.GatewayUrl.Host },
                { TagNames.ServerPort, call.Merchant.GatewayUrl.Port },
            };
            if (failure is not null)
            {
                tags.Add(TagNames.ErrorType, Tracing.ErrorTypeOf(failure));
            }

            duration.TryRecord(_timeProvider.GetElapsedTime(call.StartedAt), tags);
        }
    }

    private static void Count(Counter<long>? counter, CallContext call, Exception failure)
    {
        if (counter is { Enabled: true })
        {
            counter.TryIncrement(
            [
                new(TagNames.Operation, call.Descriptor.Name),
                new(TagNames.ErrorType, Tracing.ErrorTypeOf(failure)),
            ]);
        }
    }

    private static string OutcomeOf(Exception failure)
    {
        var outcome = (failure as PyxproException)?.Outcome ?? (failure as PyxproCanceledException)?.Outcome;

        return outcome switch
        {
            PyxproOutcome.Uncertain => "uncertain",
            PyxproOutcome.Refused => "refused",
            // None is of wrong use, which is found before anything is sent.
            _ => "not_sent",
        };
    }

    private static string NameOf(NotificationRejection rejection) => rejection switch
    {
        NotificationRejection.Malformed => "malformed",
        NotificationRejection.NotSigned => "not_signed",
        NotificationRejection.UnsupportedSignType => "unsupported_sign_type",
        NotificationRejection.WrongSignature => "wrong_signature",
        NotificationRejection.OtherMerchant => "other_merchant",
        NotificationRejection.Reflected => "reflected",
        NotificationRejection.FieldInjection => "field_injection",
        _ => "incomplete",
    };
}
