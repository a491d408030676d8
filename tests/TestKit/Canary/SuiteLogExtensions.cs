using Microsoft.Extensions.Logging;

namespace Pyxpro.Sdk.Tests;

/// <summary>Adds the suite's log to a container.</summary>
internal static class SuiteLogExtensions
{
    public static ILoggingBuilder AddSuiteLog(this ILoggingBuilder logging) =>
        logging.AddProvider(new SuiteLog(Shown.InThisRun));
}
