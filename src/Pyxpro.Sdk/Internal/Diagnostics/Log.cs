using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.Internal;

/// <summary>The log messages. They hold the merchant's own numbers and the outcome, never a message body. The end of a
/// call is logged once, and without its exception, which the caller gets. The event ids and the names of the fields are
/// documented and do not change.</summary>
/// <remarks>A parameter that its message does not contain is a field to search by. The parameter's name is the field's,
/// so it is in PascalCase.</remarks>
[SuppressMessage("Logging", "SYSLIB1015", Justification = "The fields are to search by; the message has the call.")]
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Confirmed: {Call}.")]
    public static partial void CallConfirmed(
        this ILogger logger,
        PyxproCall call,
        PyxproOperation Operation,
        string? OutTradeNo,
        string? OutRefundNo,
        int Attempts,
        string Outcome);

    [LoggerMessage(2, LogLevel.Warning, "Attempt failed, retrying in {Delay}: {Call}. {Reason}")]
    public static partial void Retrying(
        this ILogger logger,
        PyxproCall call,
        TimeSpan delay,
        string reason,
        PyxproOperation Operation,
        string? OutTradeNo,
        string? OutRefundNo,
        int Attempts);

    [LoggerMessage(
        3,
        LogLevel.Error,
        "The circuit breaker opened: merchant {MchId} sends nothing to {Gateway} for {BreakDuration}.")]
    public static partial void CircuitOpened(this ILogger logger, string gateway, string mchId, TimeSpan breakDuration);

    [LoggerMessage(
        4,
        LogLevel.Information,
        "The circuit breaker is half open: the next call of merchant {MchId} to {Gateway} is a trial.")]
    public static partial void CircuitHalfOpened(this ILogger logger, string gateway, string mchId);

    [LoggerMessage(
        5, LogLevel.Information, "The circuit breaker closed: {Gateway} responds to merchant {MchId} again.")]
    public static partial void CircuitClosed(this ILogger logger, string gateway, string mchId);

    [LoggerMessage(6, LogLevel.Debug, "Notification accepted: order {OutTradeNo}, paid: {IsPaid}.")]
    public static partial void NotificationAccepted(this ILogger logger, string outTradeNo, bool isPaid);

    [LoggerMessage(7, LogLevel.Debug, "Notification of {Length} bytes refused: {Rejection}.")]
    public static partial void NotificationRefused(this ILogger logger, int length, NotificationRejection rejection);

    [LoggerMessage(8, LogLevel.Debug, "Outcome still unknown, polling again in {Delay}: {Operation} {Number}.")]
    public static partial void PollingAgain(
        this ILogger logger, TimeSpan delay, PyxproOperation operation, string number);

    [LoggerMessage(
        9,
        LogLevel.Warning,
        "The key of merchant {MchId} is the test key that the guide prints. Everybody can sign with it: use it for "
        + "tests only.")]
    public static partial void KeyIsPublished(this ILogger logger, string mchId);

    [LoggerMessage(
        13,
        LogLevel.Warning,
        "A notification of {Length} bytes was refused, though its signature is right: a value holds '&', a field's "
        + "name and '='. If it is genuine, only a query of the order tells whether it is paid.")]
    public static partial void NotificationAmbiguous(this ILogger logger, int length);

    [LoggerMessage(10, LogLevel.Warning, "Attempt failed, and its retry was throttled: {Call}. {Reason}")]
    public static partial void RetryThrottled(
        this ILogger logger,
        PyxproCall call,
        string reason,
        PyxproOperation Operation,
        string? OutTradeNo,
        string? OutRefundNo,
        int Attempts);

    [LoggerMessage(EventId = 11, Message = "{Outcome}: {Call}. {Reason}")]
    public static partial void CallFailed(
        this ILogger logger,
        LogLevel level,
        PyxproOutcome outcome,
        PyxproCall call,
        string reason,
        PyxproOperation Operation,
        string? OutTradeNo,
        string? OutRefundNo,
        int Attempts,
        string? ErrorCode);

    [LoggerMessage(
        EventId = 12,
        Message = "The HttpClient '{HttpClientName}' may follow redirects, store cookies or decompress responses, "
            + "because {Problem}. Configure its primary handler as PyxproClient.CreateHandler() does.")]
    public static partial void HandlerIsNotSafe(
        this ILogger logger, LogLevel level, string httpClientName, string problem);

    [LoggerMessage(
        14,
        LogLevel.Warning,
        "Notifications name too many unknown merchants: in this second, no more than {Limit} of them were looked up.")]
    public static partial void LookUpsThrottled(this ILogger logger, int limit);
}
