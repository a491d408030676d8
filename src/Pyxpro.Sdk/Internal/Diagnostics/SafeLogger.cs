using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.Internal;

/// <summary>Catches the exceptions of a logger, so that a failing log never turns a proven payment into an
/// error.</summary>
internal sealed class SafeLogger : ILogger
{
    private readonly ILogger _logger;

    public SafeLogger(ILogger logger) => _logger = logger;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        try
        {
            return _logger.BeginScope(state);
        }
        catch (Exception)
        {
            return null;
        }
    }

    public bool IsEnabled(LogLevel logLevel)
    {
        try
        {
            return _logger.IsEnabled(logLevel);
        }
        catch (Exception)
        {
            return false;
        }
    }

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        try
        {
            _logger.Log(logLevel, eventId, state, exception, formatter);
        }
        catch (Exception)
        {
            // There is no other log.
        }
    }
}
