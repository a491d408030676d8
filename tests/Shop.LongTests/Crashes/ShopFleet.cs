using System.Collections.Concurrent;
using System.Globalization;

namespace Shop.Tests;

/// <summary>Several shop processes on one database. Each is started with a point at which it is killed, and is started
/// again with another one after that.</summary>
public sealed class ShopFleet : IAsyncDisposable
{
    private const int KilledExitCode = 128 + 9; // SIGKILL

    private static readonly TimeSpan KillTimeout = TimeSpan.FromMinutes(3);

    private readonly Slot[] _slots;
    private readonly GatewayServer _gateway;
    private readonly Func<Slot, IEnumerable<KeyValuePair<string, string>>> _settings;
    private readonly ConcurrentDictionary<CrashPoint, int> _kills = new();
    private int _turn;

    public ShopFleet(
        int size,
        GatewayServer gateway,
        Func<Slot, IEnumerable<KeyValuePair<string, string>>> settings)
    {
        _slots = [.. Enumerable.Range(0, size).Select(index => new Slot(index))];
        _gateway = gateway;
        _settings = settings;
        gateway.BeforeResponse = KillBeforeResponseAsync;
    }

    /// <summary>Gets how many processes were killed at each point.</summary>
    public IReadOnlyDictionary<CrashPoint, int> Kills => _kills;

    public int KillCount => _kills.Values.Sum();

    /// <summary>Keeps all shops running, until so many were killed.</summary>
    /// <exception cref="InvalidOperationException">One did not reach the point at which it is to be killed, or ended
    /// without being killed.</exception>
    public async Task RunAsync(int kills, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(_slots.Select(slot => RunAsync(slot, kills, stop)));
    }

    /// <summary>Starts the first shop, which makes the tables, and stops it again.</summary>
    public async Task MakeTablesAsync()
    {
        await StartAsync(_slots[0]);
        await _slots[0].StopAsync();
    }

    /// <summary>Starts all shops again, so that none is killed any more.</summary>
    public async Task CalmDownAsync()
    {
        foreach (var slot in _slots)
        {
            await slot.StopAsync();
            slot.Crash = Crash.None;
        }

        await Task.WhenAll(_slots.Select(StartAsync));
    }

    /// <summary>Returns the address of a shop that is up, if there is one.</summary>
    public Uri? FindLiving(int draw)
    {
        var living = _slots.Where(slot => slot.IsUp).ToList();

        return living.Count == 0 ? null : living[draw % living.Count].Process?.Address;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var slot in _slots)
        {
            await slot.StopAsync();
        }
    }

    private async Task RunAsync(Slot slot, int kills, CancellationTokenSource stop)
    {
        while (KillCount < kills)
        {
            slot.Crash = Crash.Take(Interlocked.Increment(ref _turn));
            await StartAsync(slot);
            var exitCode = await slot.Process!.WaitForExitAsync(KillTimeout, stop.Token);
            if (exitCode != KilledExitCode)
            {
                await stop.CancelAsync(); // the others need not go on

                throw new InvalidOperationException(
                    $"{slot.Name} was to be killed at pass {slot.Crash.Pass} of {slot.Crash.At}. "
                    + (exitCode is null ? $"It did not get there within {KillTimeout}. " : $"It ended with {exitCode}. ")
                    + $"{KillCount} processes were killed by then.");
            }

            slot.IsUp = false;
            _kills.AddOrUpdate(slot.Crash.At, 1, (_, count) => count + 1);
        }
    }

    private async Task StartAsync(Slot slot)
    {
        slot.Process = await ShopProcess.StartAsync(
            [
                .. _settings(slot),
                .. slot.Crash.Settings,
                KeyValuePair.Create("Pyxpro:GatewayUrl", _gateway.AddressFor(slot.Name)),
            ],
            slot.Crash == Crash.None ? null : typeof(CrashStartup).Assembly);
        slot.IsUp = true;
    }

    private async Task KillBeforeResponseAsync(string shop)
    {
        var slot = _slots.Single(slot => slot.Name == shop);
        if (slot.Crash.At == CrashPoint.BeforeResponse && slot.CountRequest() && slot.Process is { } process)
        {
            await process.KillAsync();
        }
    }

    /// <summary>The place of a process, which outlives it.</summary>
    public sealed class Slot(int index)
    {
        private int _requests;

        public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"shop-{index}");

        public ShopProcess? Process { get; set; }

        public bool IsUp { get; set; }

        public Crash Crash
        {
            get;
            set
            {
                field = value;
                _requests = 0;
            }
        } = Crash.None;

        /// <summary>Counts a request to the gateway, and says whether the shop is to be killed during it.</summary>
        public bool CountRequest() => Interlocked.Increment(ref _requests) == Crash.Pass;

        public async Task StopAsync()
        {
            IsUp = false;
            if (Process is not null)
            {
                await Process.DisposeAsync();
                Process = null;
            }
        }
    }
}
