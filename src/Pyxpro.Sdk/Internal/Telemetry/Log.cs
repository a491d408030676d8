using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.Internal;

/// <summary>What this SDK logs: the merchant's own numbers and what became of them, never a body. What is thrown is not
/// logged too. The event ids are part of the documentation and do not change.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "Confirmed: {Call}.")]
    public static partial void CallConfirmed(this ILogger logger, PyxproCall call);

    [LoggerMessage(2, LogLevel.Warning, "Attempt failed, next in {Delay}: {Call}. {Reason}")]
    public static partial void AttemptRepeated(this ILogger logger, PyxproCall call, TimeSpan delay, string reason);

    [LoggerMessage(
        3, LogLevel.Error, "The circuit is open: {Gateway} is left alone by merchant {MchId} for {BreakDuration}.")]
    public static partial void CircuitOpened(this ILogger logger, string gateway, string mchId, TimeSpan breakDuration);

    [LoggerMessage(
        4, LogLevel.Information, "The circuit is half open: the next call of merchant {MchId} tries {Gateway}.")]
    public static partial void CircuitHalfOpened(this ILogger logger, string gateway, string mchId);

    [LoggerMessage(5, LogLevel.Information, "The circuit is closed: {Gateway} answers merchant {MchId} again.")]
    public static partial void CircuitClosed(this ILogger logger, string gateway, string mchId);

    [LoggerMessage(6, LogLevel.Debug, "Notification accepted: order {OutTradeNo}, paid: {IsPaid}.")]
    public static partial void NotificationAccepted(this ILogger logger, string outTradeNo, bool isPaid);

    [LoggerMessage(7, LogLevel.Debug, "Notification of {Length} bytes refused: {Rejection}.")]
    public static partial void NotificationRefused(this ILogger logger, int length, NotificationRejection rejection);

    [LoggerMessage(8, LogLevel.Debug, "Not known yet, asks again in {Delay}: {Operation} {Number}.")]
    public static partial void NotResolvedYet(
        this ILogger logger, TimeSpan delay, PyxproOperation operation, string number);

    [LoggerMessage(
        9,
        LogLevel.Warning,
        "The key of merchant {MchId} is the test key that the guide prints: everybody can sign with it. For tests "
        + "only.")]
    public static partial void KeyIsGuides(this ILogger logger, string mchId);
}
