namespace Shop;

/// <summary>The log events of the shop.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The gateway is simulated. No real money is paid.")]
    public static partial void Simulated(ILogger logger);

    [LoggerMessage(2, LogLevel.Information, "{Number} is still pending: {Reason}")]
    public static partial void StillPending(ILogger logger, string number, string reason);

    [LoggerMessage(3, LogLevel.Error, "The work for {Number} failed. It will be retried.")]
    public static partial void WorkFailed(ILogger logger, string number, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "The claim of {Number} was not released. It will expire: {Reason}")]
    public static partial void ReleaseFailed(ILogger logger, string number, string reason);

    [LoggerMessage(5, LogLevel.Error, "The reconciler could not read what is due. It retries in {Pause}.")]
    public static partial void TakingFailed(ILogger logger, TimeSpan pause, Exception exception);

    [LoggerMessage(6, LogLevel.Error, "The orders of open pages could not be read. Retry in {Pause}.")]
    public static partial void WatchFailed(ILogger logger, TimeSpan pause, Exception exception);
}
