using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.Tests;

/// <summary>The log of the suite's clients, made by constructor or in a container: all levels are looked at, and
/// nothing is kept.</summary>
internal sealed class SuiteLog(Shown shown) : ILoggerProvider, ILoggerFactory
{
    /// <summary>Gets the log of clients that are made by their constructor.</summary>
    public static ILoggerFactory Factory { get; } = new SuiteLog(Shown.InThisRun);

    /// <summary>Makes the services of a container that logs here.</summary>
    public static ServiceCollection MakeServices()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddSuiteLog());

        return services;
    }

    public ILogger CreateLogger(string categoryName) => new Logger(shown, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose()
    {
        // There is nothing to be freed, and containers share it.
    }

    private sealed class Logger(Shown shown, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            Look(state);

            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter)
        {
            shown.Count(ShownBy.Log);
            shown.Look(ShownBy.Log, category, formatter(state, exception));
            shown.Look(ShownBy.Log, category, exception);
            Look(state);
        }

        private void Look<TState>(TState state)
        {
            foreach (var (_, value) in state as IEnumerable<KeyValuePair<string, object?>> ?? [])
            {
                shown.Look(ShownBy.Log, category, value);
            }
        }
    }
}
