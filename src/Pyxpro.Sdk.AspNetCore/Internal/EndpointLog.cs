using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>What the endpoint logs: the merchant's own numbers and what became of them, never a body. The event ids are
/// part of the documentation and do not change.</summary>
internal static partial class EndpointLog
{
    [LoggerMessage(
        101,
        LogLevel.Warning,
        "Refused a notification of {Length} bytes: {Reason}. {Unlogged} more since the last such line.")]
    public static partial void Refused(this ILogger logger, long length, string reason, long unlogged);

    [LoggerMessage(
        102,
        LogLevel.Error,
        "The handler failed on the notification of order {OutTradeNo}; the gateway sends it again.")]
    public static partial void HandlerFailed(this ILogger logger, Exception exception, string outTradeNo);

    [LoggerMessage(
        103,
        LogLevel.Error,
        "The notification of order {OutTradeNo} was not handled within {Time}; the gateway sends it again.")]
    public static partial void HandlerTimedOut(this ILogger logger, string outTradeNo, TimeSpan time);

    [LoggerMessage(
        104,
        LogLevel.Warning,
        "The handler of the notification of order {OutTradeNo} ended after it had been given up. It succeeded: "
        + "{HasSucceeded}.")]
    public static partial void HandlerEndedLate(
        this ILogger logger, Exception? exception, string outTradeNo, bool hasSucceeded);

    [LoggerMessage(105, LogLevel.Debug, "Notification of order {OutTradeNo} acknowledged: {Outcome}.")]
    public static partial void Acknowledged(this ILogger logger, string outTradeNo, NotificationOutcome outcome);

    [LoggerMessage(
        106,
        LogLevel.Error,
        "Refused a notification of {Length} bytes unread, because the options of its merchant are not valid. "
        + "{Unlogged} more since the last such line.")]
    public static partial void Misconfigured(this ILogger logger, Exception exception, long length, long unlogged);

    [LoggerMessage(
        107,
        LogLevel.Error,
        "The notification of order {OutTradeNo} was not handled, because as many handlers run as may, {Late} of them "
        + "after they had been given up; the gateway sends it again. {Unlogged} more since the last such line.")]
    public static partial void Throttled(this ILogger logger, string outTradeNo, int late, long unlogged);

    [LoggerMessage(
        108,
        LogLevel.Warning,
        "The key of merchant {MchId} stands in {File}, below the web root, where whoever asks for it gets it. Move it "
        + "out, and ask the gateway for another key.")]
    public static partial void ServedKey(this ILogger logger, string mchId, string file);
}
