using Microsoft.Extensions.Options;

namespace Shop;

/// <summary>Runs the shop and determines the exit code of the process.</summary>
public static class ShopExit
{
    private const int Failed = 1;

    /// <summary>Runs until the process is stopped. If a background service fails, the host stops too, and its own exit
    /// code would be 0.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunShopAsync(this WebApplication app)
    {
        var background = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        await app.RunAsync();

        return background.Any(service => service.ExecuteTask is { IsFaulted: true }) ? Failed : 0;
    }

    /// <summary>Writes why the shop could not start, one line for each reason.</summary>
    /// <returns>The exit code.</returns>
    public static int ReportStartFailure(Exception exception)
    {
        foreach (var reason in GetReasons(exception).Distinct())
        {
            Console.Error.WriteLine($"The shop cannot start: {reason}");
        }

        return Failed;
    }

    private static IEnumerable<string> GetReasons(Exception exception) => exception switch
    {
        AggregateException several => several.InnerExceptions.SelectMany(GetReasons),
        OptionsValidationException settings => settings.Failures,
        // The outermost exception names the part that failed, the innermost the cause.
        { InnerException: not null } => [$"{exception.Message} {exception.GetBaseException().Message}"],
        _ => [exception.Message],
    };
}
