using System.Collections.Concurrent;
using System.Globalization;

namespace Shop.Tests;

/// <summary>Several shop processes on one database. Each is started with the point at which it dies, and is started
/// again with another when it is dead.</summary>
public sealed class ShopFleet : IAsyncDisposable
{
    private static readonly TimeSpan LongestLife = TimeSpan.FromMinutes(3);

    private readonly Slot[] _slots;
    private readonly GatewayServer _gateway;
    private readonly Func<Slot, IEnumerable<KeyValuePair<string, string>>> _settings;
    private readonly ConcurrentDictionary<string, int> _kills = new();
    private int _turn;

    public ShopFleet(
        int size,
        GatewayServer gateway,
        Func<Slot, IEnumerable<KeyValuePair<string, string>>> settings)
    {
        _slots = [.. Enumerable.Range(0, size).Select(index => new Slot(index))];
        _gateway = gateway;
        _settings = settings;
        gateway.BeforeAnswer = KillBeforeAnswerAsync;
    }

    /// <summary>Gets how often processes died, by where.</summary>
    public IReadOnlyDictionary<string, int> Kills => _kills;

    public int KillCount => _kills.Values.Sum();

    /// <summary>Keeps all shops running, until so many have died.</summary>
    /// <exception cref="InvalidOperationException">One ended without having been killed.</exception>
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

    /// <summary>Starts all shops anew, so that none dies any more.</summary>
    public async Task CalmDownAsync()
    {
        foreach (var slot in _slots)
        {
            await slot.StopAsync();
            slot.Death = Death.None;
        }

        await Task.WhenAll(_slots.Select(StartAsync));
    }

    /// <summary>Returns the address of one that lives, if there is one.</summary>
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
            slot.Death = Death.Take(Interlocked.Increment(ref _turn));
            await StartAsync(slot);
            if (!await slot.Process!.WaitForDeathAsync(LongestLife, stop.Token))
            {
                await stop.CancelAsync(); // the others need not go on

                throw new InvalidOperationException($"{slot.Name} was not killed at {slot.Death.Name}.");
            }

            slot.IsUp = false;
            _kills.AddOrUpdate(slot.Death.Name, 1, (_, count) => count + 1);
        }
    }

    private async Task StartAsync(Slot slot)
    {
        slot.Process = await ShopProcess.StartAsync(
        [
            .. _settings(slot),
            KeyValuePair.Create("Pyxpro:GatewayUrl", _gateway.AddressFor(slot.Name)),
            KeyValuePair.Create("Shop:CrashAt", slot.Death.At.ToString()),
            KeyValuePair.Create("Shop:CrashAtPass", slot.Death.Pass.ToString(CultureInfo.InvariantCulture)),
        ]);
        slot.IsUp = true;
    }

    // The gateway has acted, the shop has not heard of it.
    private async Task KillBeforeAnswerAsync(string shop)
    {
        var slot = _slots.Single(slot => slot.Name == shop);
        if (slot.Death.IsBeforeAnswer && slot.CountAnswer() && slot.Process is { } process)
        {
            await process.KillAsync();
        }
    }

    /// <summary>Where a process dies.</summary>
    /// <param name="At">The point in the shop.</param>
    /// <param name="Pass">How often that is passed before.</param>
    /// <param name="IsBeforeAnswer">Whether it dies while it waits for the gateway.</param>
    public sealed record Death(CrashPoint At, int Pass, bool IsBeforeAnswer)
    {
        public static Death None { get; } = new(CrashPoint.None, 1, IsBeforeAnswer: false);

        public string Name => IsBeforeAnswer ? "BeforeAnswer" : At.ToString();

        /// <summary>Returns one of all deaths in turn.</summary>
        public static Death Take(int turn)
        {
            var points = Enum.GetValues<CrashPoint>();
            var point = points[turn % points.Length];

            return new Death(point, (turn / points.Length % 2) + 1, IsBeforeAnswer: point == CrashPoint.None);
        }
    }

    /// <summary>The place of a process, which outlives it.</summary>
    public sealed class Slot(int index)
    {
        private int _answers;

        public string Name { get; } = string.Create(CultureInfo.InvariantCulture, $"shop-{index}");

        public ShopProcess? Process { get; set; }

        public bool IsUp { get; set; }

        public Death Death
        {
            get;
            set
            {
                field = value;
                _answers = 0;
            }
        } = Death.None;

        /// <summary>Counts an answer, and says whether it is the one to die at.</summary>
        public bool CountAnswer() => Interlocked.Increment(ref _answers) == Death.Pass;

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
