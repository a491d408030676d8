using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Pyxpro.Sdk.Internal;

/// <summary>What a client tells operators: logs, spans and measurements. No body, no key, nothing personal.</summary>
internal sealed class Telemetry
{
    private readonly TimeProvider _timeProvider;
    private readonly Instruments _instruments;

    /// <param name="timeProvider">Measures durations.</param>
    /// <param name="loggerFactory">Makes the logger; without one nothing is logged.</param>
    /// <param name="meterFactory">Makes the meter of a container; without one there is one for the process.</param>
    public Telemetry(TimeProvider timeProvider, ILoggerFactory? loggerFactory, IMeterFactory? meterFactory)
    {
        _timeProvider = timeProvider;
        Log = loggerFactory is null
            ? NullLogger.Instance
            : new SafeLogger(loggerFactory.CreateLogger<PyxproClient>());
        _instruments = meterFactory is null
            ? Instruments.Shared
            : new Instruments(meterFactory.Create(Tracing.Name, Tracing.Version));
    }

    public ILogger Log { get; }

    public void OnRetry(OngoingCall call, Exception failure, TimeSpan delay)
    {
        if (_instruments.Retries is { Enabled: true } retries)
        {
            retries.TryIncrement(
            [
                new(TagNames.Operation, OperationRules.NameOf(call.Operation)),
                new(TagNames.ErrorType, Tracing.ErrorTypeOf(failure)),
            ]);
        }

        if (Log.IsEnabled(LogLevel.Warning))
        {
            Log.AttemptRepeated(call.Describe(), delay, Tracing.ErrorTypeOf(failure));
        }
    }

    public void OnConfirmed(OngoingCall call, Activity? span)
    {
        End(call, span, "confirmed", failure: null);
        if (Log.IsEnabled(LogLevel.Debug))
        {
            Log.CallConfirmed(call.Describe());
        }
    }

    public void OnFailed(OngoingCall call, Activity? span, Exception failure)
    {
        Tracing.Fail(span, failure);
        End(call, span, OutcomeOf(failure), failure);
        if (failure is PyxproSignatureException)
        {
            _instruments.SignatureFailures.TryIncrement(
                [new(TagNames.Operation, OperationRules.NameOf(call.Operation))]);
        }
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

        if (notification is null)
        {
            Log.NotificationRefused(length, rejection);
        }
        else if (Log.IsEnabled(LogLevel.Debug))
        {
            Log.NotificationAccepted(LogText.Quote(notification.OutTradeNo), notification.IsPaid);
        }
    }

    private void End(OngoingCall call, Activity? span, string outcome, Exception? failure)
    {
        Tracing.EndCall(span, call, outcome);
        if (_instruments.Duration is { Enabled: true } duration)
        {
            var tags = new TagList
            {
                { TagNames.Operation, OperationRules.NameOf(call.Operation) },
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
        _ => "incomplete",
    };
}
