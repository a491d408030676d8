using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>The planned faults, in their order, and the random ones. It is thread-safe.</summary>
/// <param name="vary">Varies a random fault by a random number.</param>
internal sealed class FaultSchedule<TFault>(Func<TFault, uint, TFault> vary)
    where TFault : class
{
    private readonly object _lock = new();
    private readonly Dictionary<string, Queue<TFault>> _planned = new(StringComparer.Ordinal);
    private readonly List<(int Seed, int Percent, TFault[] Faults)> _random = [];
    private readonly Dictionary<(string Category, string Key), int> _draws = [];

    public void Add(string category, TFault fault, int times)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);

        lock (_lock)
        {
            if (!_planned.TryGetValue(category, out var queue))
            {
                _planned.Add(category, queue = new Queue<TFault>());
            }

            for (var i = 0; i < times; i++)
            {
                queue.Enqueue(fault);
            }
        }
    }

    public void AddRandom(int seed, int percent, IReadOnlyList<TFault> faults)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(percent);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(percent, 100);
        if (faults.Count == 0)
        {
            throw new ArgumentException("There are no faults to choose from.", nameof(faults));
        }

        lock (_lock)
        {
            _random.Add((seed, percent, [.. faults]));
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _planned.Clear();
            _random.Clear();
            _draws.Clear();
        }
    }

    /// <summary>Returns the next fault, or null.</summary>
    public TFault? Draw(string category, string key)
    {
        lock (_lock)
        {
            if (_planned.TryGetValue(category, out var queue) && queue.TryDequeue(out var planned))
            {
                return planned;
            }

            return _random.Count > 0 ? DrawRandom(category, key) : null;
        }
    }

    private TFault? DrawRandom(string category, string key)
    {
        var draw = _draws[(category, key)] = _draws.GetValueOrDefault((category, key)) + 1;
        foreach (var (seed, percent, faults) in _random)
        {
            // A hash and not a sequence, so that the order of concurrent calls does not matter.
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{category}/{key}/{draw}"));
            if (BinaryPrimitives.ReadUInt32LittleEndian(hash) % 100 < percent)
            {
                return vary(
                    faults[BinaryPrimitives.ReadUInt32LittleEndian(hash.AsSpan(4)) % faults.Length],
                    BinaryPrimitives.ReadUInt32LittleEndian(hash.AsSpan(8)));
            }
        }

        return null;
    }
}
