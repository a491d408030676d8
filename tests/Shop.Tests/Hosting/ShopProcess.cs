using System.Diagnostics;
using System.Reflection;
using Microsoft.AspNetCore.Hosting;

namespace Shop.Tests;

/// <summary>A shop in a process of its own.</summary>
public sealed class ShopProcess : IAsyncDisposable
{
    private const string Listening = "Now listening on: ";

    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private ShopProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts a shop on a port that is free, and returns when it listens.</summary>
    /// <param name="settings">The shop's settings.</param>
    /// <param name="startup">An assembly with a <see cref="HostingStartupAttribute"/>, which changes the shop from
    /// outside.</param>
    public static async Task<ShopProcess> StartAsync(
        IEnumerable<KeyValuePair<string, string>> settings, Assembly? startup = null)
    {
        var process = Start(settings, startup);
        var output = new List<string>();
        using var timeout = new CancellationTokenSource(StartTimeout);
        try
        {
            while (await process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
            {
                output.Add(line);
                if (line.IndexOf(Listening, StringComparison.Ordinal) is >= 0 and var start)
                {
                    _ = process.StandardOutput.ReadToEndAsync(CancellationToken.None); // or the pipe fills up
                    _ = process.StandardError.ReadToEndAsync(CancellationToken.None);

                    return new ShopProcess(process, new Uri(line[(start + Listening.Length)..]));
                }
            }
        }
        catch (OperationCanceledException)
        {
            process.Kill();
            throw new TimeoutException(
                $"A shop did not listen within {StartTimeout}. It said: {string.Join('\n', output)}");
        }

        await process.WaitForExitAsync(CancellationToken.None);
        throw new InvalidOperationException(
            $"A shop did not start: exit code {process.ExitCode}. "
            + await process.StandardError.ReadToEndAsync(CancellationToken.None));
    }

    /// <summary>Starts a shop that cannot start.</summary>
    /// <returns>Its exit code, and what it says.</returns>
    public static async Task<(int ExitCode, string Error)> FailAsync(
        IEnumerable<KeyValuePair<string, string>> settings)
    {
        using var process = Start(settings, startup: null);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await output;
        await process.WaitForExitAsync();

        return (process.ExitCode, error);
    }

    /// <summary>Waits until it ends.</summary>
    /// <returns>The exit code, or <see langword="null"/> if it did not end within the timeout.</returns>
    public async Task<int?> WaitForExitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(timeout);
        await _process.WaitForExitAsync(end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();

        return _process.HasExited ? _process.ExitCode : null;
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

    private static Process Start(IEnumerable<KeyValuePair<string, string>> settings, Assembly? startup)
    {
        var shop = Path.Combine(AppContext.BaseDirectory, "Shop.dll");
        var startupName = startup?.GetName().Name;

        // The host finds the startup assembly only among the dependencies of the tests.
        string[] arguments = startupName is null
            ? [shop]
            : ["exec", "--depsfile", Path.Combine(AppContext.BaseDirectory, $"{startupName}.deps.json"), shop];
        var startInfo = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = Path.GetTempPath(),
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment =
            {
                ["ASPNETCORE_ENVIRONMENT"] = "Development",
                ["ASPNETCORE_HOSTINGSTARTUPASSEMBLIES"] = startupName,
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
