using System.Diagnostics;

namespace Shop.Tests;

/// <summary>A shop in a process of its own.</summary>
public sealed class ShopProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";
    private const int KilledExitCode = 128 + 9; // SIGKILL

    private readonly Process _process;

    private ShopProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts a shop on a port that is free, and returns when it listens.</summary>
    public static async Task<ShopProcess> StartAsync(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var process = Start(settings);
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var start)
            {
                _ = process.StandardOutput.ReadToEndAsync(); // or the pipe fills up
                _ = process.StandardError.ReadToEndAsync();

                return new ShopProcess(process, new Uri(line[(start + Listening.Length)..]));
            }
        }

        await process.WaitForExitAsync();
        throw new InvalidOperationException(
            $"A shop did not start: exit code {process.ExitCode}. {await process.StandardError.ReadToEndAsync()}");
    }

    /// <summary>Starts a shop that cannot start.</summary>
    /// <returns>Its exit code, and what it says.</returns>
    public static async Task<(int ExitCode, string Error)> FailAsync(
        IEnumerable<KeyValuePair<string, string>> settings)
    {
        using var process = Start(settings);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();

        return (process.ExitCode, error);
    }

    /// <summary>Waits until it is dead.</summary>
    /// <returns>Whether it was killed in time, and did not end by itself.</returns>
    public async Task<bool> WaitForDeathAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(patience);
        await _process.WaitForExitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();

        return _process.HasExited && _process.ExitCode == KilledExitCode;
    }

    /// <summary>Ends it by SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private static Process Start(IEnumerable<KeyValuePair<string, string>> settings)
    {
        var startInfo = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Shop.dll")])
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_URLS"] = "http://127.0.0.1:0",
                ["DOTNET_TieredPGO"] = "0", // it lives too short to gain by them
                ["DOTNET_gcServer"] = "0",
                ["Logging__LogLevel__Default"] = "None",
                ["Logging__LogLevel__Microsoft.Hosting.Lifetime"] = "Information",
            },
        };
        foreach (var (name, value) in settings)
        {
            startInfo.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        return Process.Start(startInfo)!;
    }
}
