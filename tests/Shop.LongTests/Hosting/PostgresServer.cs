using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace Shop.Tests;

/// <summary>A PostgreSQL server of the tests' own: on loopback, in a folder that goes when the tests are
/// over.</summary>
public sealed class PostgresServer : ITestDatabase, IAsyncLifetime
{
    private const string Versions = "/usr/lib/postgresql";

    private readonly string _folder =
        Path.Combine(Path.GetTempPath(), $"pyxpro-shop-postgres-{Guid.NewGuid():N}");

    private readonly string? _programs = FindPrograms();
    private int _port;

    public async ValueTask InitializeAsync()
    {
        if (_programs is null)
        {
            return; // each test says so
        }

        Directory.CreateDirectory(_folder);
        if (Environment.IsPrivilegedProcess)
        {
            await RunAsync("chown", "postgres", _folder); // it refuses to run as root
        }

        await RunAsPostgresAsync(
            "initdb", "-D", $"{_folder}/data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C",
            "--no-sync");
        await StartOnFreePortAsync();
    }

    public Task StopAsync() =>
        RunAsPostgresAsync("pg_ctl", "-D", $"{_folder}/data", "-w", "-m", "fast", "stop");

    public Task StartAsync() => RunAsPostgresAsync(
            "pg_ctl", "-D", $"{_folder}/data", "-w", "-t", "60", "-l", $"{_folder}/log", "-o",
            string.Create(
                CultureInfo.InvariantCulture,
                $"-c listen_addresses=127.0.0.1 -p {_port} -c unix_socket_directories={_folder} "
                + $"-c fsync=off -c max_connections=300"),
            "start");

    public async Task<KeyValuePair<string, string>> MakeAsync()
    {
        Needs.Program(_programs is not null, "PostgreSQL", "postgresql");
        var name = $"shop_{Guid.NewGuid():N}";
        await using var source = NpgsqlDataSource.Create(Connect("postgres"));
        await using var command = source.CreateCommand($"CREATE DATABASE {name}");
        await command.ExecuteNonQueryAsync();

        return KeyValuePair.Create("ConnectionStrings:Postgres", Connect(name));
    }

    public async ValueTask DisposeAsync()
    {
        if (!Directory.Exists(_folder))
        {
            return; // it was never started
        }

        NpgsqlConnection.ClearAllPools();
        await RunAsPostgresAsync("pg_ctl", "-D", $"{_folder}/data", "-m", "immediate", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private static string? FindPrograms() => (Directory.Exists(Versions) ? Directory.GetDirectories(Versions) : [])
        .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
        .Select(folder => Path.Combine(folder, "bin"))
        .FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")));

    // Another server can take the port first.
    private async Task StartOnFreePortAsync()
    {
        const int Tries = 5;
        for (var left = Tries - 1; ; left--)
        {
            _port = FindFreePort();
            try
            {
                await StartAsync();

                return;
            }
            catch (InvalidOperationException) when (left > 0)
            {
                // On another port.
            }
        }
    }

    // Below the ports that the system gives to connections: other tests open thousands, also while this server is
    // stopped.
    private static int FindFreePort()
    {
        while (true)
        {
            using var listener = new TcpListener(IPAddress.Loopback, Random.Shared.Next(20_000, 32_000));
            try
            {
                listener.Start();

                return ((IPEndPoint)listener.LocalEndpoint).Port;
            }
            catch (SocketException)
            {
                // It is in use.
            }
        }
    }

    private string Connect(string database) => string.Create(
        CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={_port};Username=postgres;Database={database};Maximum Pool Size=40");

    private Task RunAsPostgresAsync(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? RunAsync("runuser", ["-u", "postgres", "--", Path.Combine(_programs!, program), .. arguments])
        : RunAsync(Path.Combine(_programs!, program), arguments);

    private async Task RunAsync(string program, params string[] arguments)
    {
        // Its output is left where it is: the server, which it starts, would keep a pipe open.
        const string Script = "exec \"$0\" \"$@\" >>\"$OUTPUT\" 2>&1";
        var start = new ProcessStartInfo("/bin/sh", ["-c", Script, program, .. arguments])
        {
            WorkingDirectory = "/",
            Environment = { ["OUTPUT"] = $"{_folder}.out" },
        };
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        var output = await File.ReadAllTextAsync($"{_folder}.out");
        File.Delete($"{_folder}.out");
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} failed: {output}");
        }
    }
}
