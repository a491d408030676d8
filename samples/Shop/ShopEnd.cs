using Microsoft.Extensions.Options;

namespace Shop;

/// <summary>How the process ends: with an exit code other than 0, unless it was told to.</summary>
public static class ShopEnd
{
    private const int Failed = 1;

    /// <summary>Runs until the process is told to end. What works in the background must never end by itself; should it
    /// do so, the host stops, and would call that a success.</summary>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunToTheEndAsync(this WebApplication app)
    {
        var background = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToList();
        await app.RunAsync();

        return background.Any(service => service.ExecuteTask is { IsFaulted: true }) ? Failed : 0;
    }

    /// <summary>Says why the shop could not start, in a line for each reason.</summary>
    /// <returns>The exit code.</returns>
    public static int Tell(Exception exception)
    {
        foreach (var reason in FindReasons(exception).Distinct())
        {
            Console.Error.WriteLine($"The shop cannot start: {reason}");
        }

        return Failed;
    }

    private static IEnumerable<string> FindReasons(Exception exception) => exception switch
    {
        AggregateException several => several.InnerExceptions.SelectMany(FindReasons),
        OptionsValidationException settings => settings.Failures,
        // The outermost says which part failed, the innermost why.
        { InnerException: not null } => [$"{exception.Message} {exception.GetBaseException().Message}"],
        _ => [exception.Message],
    };
}
