using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Pyxpro.Sdk.Tests;

/// <summary>Loggers of the SDK that throw whatever they are asked.</summary>
internal sealed class ThrowingLogs : ILoggerFactory, ILoggerProvider, ILogger
{
    public ILogger CreateLogger(string categoryName) =>
        categoryName.StartsWith("Pyxpro", StringComparison.Ordinal) ? this : NullLogger.Instance;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => throw new InvalidOperationException("scope");

    public bool IsEnabled(LogLevel logLevel) => throw new InvalidOperationException("enabled");

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter) => throw new InvalidOperationException("log");

    public void Dispose()
    {
    }
}
