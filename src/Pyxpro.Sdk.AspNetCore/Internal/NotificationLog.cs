using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>The log messages of the endpoint: the merchant's own numbers and the outcome, never a body. The event ids
/// are documented and do not change.</summary>
internal static partial class NotificationLog
{
    [LoggerMessage(
        101,
        LogLevel.Warning,
        "Rejected a notification of {Length} bytes: {Reason}. {Suppressed} similar messages were suppressed.")]
    public static partial void Rejected(this ILogger logger, long length, string reason, long suppressed);

    [LoggerMessage(
        102,
        LogLevel.Error,
        "The handler failed for the notification of order {OutTradeNo}. The gateway will retry.")]
    public static partial void HandlerFailed(this ILogger logger, Exception exception, string outTradeNo);

    [LoggerMessage(
        103,
        LogLevel.Error,
        "The handler for the notification of order {OutTradeNo} timed out after {Timeout}. The gateway will retry.")]
    public static partial void HandlerTimedOut(this ILogger logger, string outTradeNo, TimeSpan timeout);

    [LoggerMessage(
        104,
        LogLevel.Warning,
        "The handler for the notification of order {OutTradeNo} completed after its timeout. It succeeded: "
        + "{HasSucceeded}.")]
    public static partial void HandlerCompletedLate(
        this ILogger logger, Exception? exception, string outTradeNo, bool hasSucceeded);

    [LoggerMessage(105, LogLevel.Debug, "Notification of order {OutTradeNo} acknowledged: {Outcome}.")]
    public static partial void Acknowledged(this ILogger logger, string outTradeNo, NotificationOutcome outcome);

    [LoggerMessage(
        106,
        LogLevel.Error,
        "Rejected a notification of {Length} bytes, because the options of its merchant are not valid. "
        + "{Suppressed} similar messages were suppressed.")]
    public static partial void Misconfigured(this ILogger logger, Exception? exception, long length, long suppressed);

    [LoggerMessage(
        107,
        LogLevel.Error,
        "The notification of order {OutTradeNo} was throttled, because the limit of concurrent handlers is reached; "
        + "{TimedOut} of them run after their timeout. The gateway will retry. {Suppressed} similar messages were "
        + "suppressed.")]
    public static partial void Throttled(this ILogger logger, string outTradeNo, int timedOut, long suppressed);

    [LoggerMessage(
        108,
        LogLevel.Warning,
        "The key of merchant {MchId} is in {File}, below the web root, and can be downloaded by everybody. Move the "
        + "file, and ask the gateway for a new key.")]
    public static partial void KeyExposed(this ILogger logger, string mchId, string file);

    [LoggerMessage(
        109,
        LogLevel.Warning,
        "Notifications of merchant {MchId} may not arrive, because its NotifyUrl {NotifyUrl} {Problems}.")]
    public static partial void NotifyUrlSuspect(
        this ILogger logger, string mchId, string notifyUrl, string problems);

    [LoggerMessage(
        110,
        LogLevel.Warning,
        "Rejected a notification, because only {Length} bytes of its body were left. A middleware has probably read "
        + "the body before the endpoint. Call HttpRequest.EnableBuffering() before it is read, and do not close it. "
        + "{Suppressed} similar messages were suppressed.")]
    public static partial void BodyUnreadable(
        this ILogger logger, Exception? exception, long length, long suppressed);

    [LoggerMessage(
        111,
        LogLevel.Error,
        "Rejected a notification of {Length} bytes, because the look-up of its merchant failed or did not end in time. "
        + "The gateway will retry. {Suppressed} similar messages were suppressed.")]
    public static partial void LookUpFailed(
        this ILogger logger, Exception? exception, long length, long suppressed);
}
