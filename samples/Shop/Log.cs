namespace Shop;

/// <summary>What the shop logs.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "The shop has an embedded gateway; nothing is paid in earnest.")]
    public static partial void Simulated(ILogger logger);

    [LoggerMessage(2, LogLevel.Information, "{Number} is still pending: {Reason}")]
    public static partial void StillPending(ILogger logger, string number, string reason);

    [LoggerMessage(3, LogLevel.Warning, "The check of {Number} failed in the database. It comes again.")]
    public static partial void CheckFailed(ILogger logger, string number, Exception exception);

    [LoggerMessage(4, LogLevel.Error, "The database does not tell what is pending. The reconciler tries again.")]
    public static partial void DatabaseFailed(ILogger logger, Exception exception);
}
