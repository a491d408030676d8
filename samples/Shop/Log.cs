namespace Shop;

/// <summary>What the shop logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The shop has an embedded gateway; nothing is paid in earnest.")]
    public static partial void Simulated(ILogger logger);

    [LoggerMessage(2, LogLevel.Information, "{Number} is still pending: {Reason}")]
    public static partial void StillPending(ILogger logger, string number, string reason);

    [LoggerMessage(3, LogLevel.Error, "The work for {Number} failed. It is stored, and comes again.")]
    public static partial void WorkFailed(ILogger logger, string number, Exception exception);

    [LoggerMessage(4, LogLevel.Warning, "The claim of {Number} was not given back. It ends by itself: {Reason}")]
    public static partial void ReleaseFailed(ILogger logger, string number, string reason);

    [LoggerMessage(5, LogLevel.Error, "The reconciler could not find what is due. It tries again in {Pause}.")]
    public static partial void TakingFailed(ILogger logger, TimeSpan pause, Exception exception);

    [LoggerMessage(6, LogLevel.Error, "Open pages could not be told how their orders stand. Again in {Pause}.")]
    public static partial void WatchFailed(ILogger logger, TimeSpan pause, Exception exception);
}
