using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Faults that were planned, one by one, and faults by chance. It can be used from several threads.</summary>
/// <param name="vary">Makes of a fault by chance what it is this time, out of a number that is drawn with it.</param>
internal sealed class FaultSchedule<TFault>(Func<TFault, uint, TFault> vary)
    where TFault : class
{
    private readonly object _lock = new();
    private readonly Dictionary<string, Queue<TFault>> _planned = new(StringComparer.Ordinal);
    private readonly List<(int Seed, int Percent, TFault[] Faults)> _chances = [];
    private readonly Dictionary<(string Kind, string Number), int> _draws = [];

    public void Add(string kind, TFault fault, int times)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(times, 1);

        lock (_lock)
        {
            if (!_planned.TryGetValue(kind, out var queue))
            {
                _planned.Add(kind, queue = new Queue<TFault>());
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
            _chances.Add((seed, percent, [.. faults]));
        }
    }

    public void Clear()
    {
        lock (_lock)
        {
            _planned.Clear();
            _chances.Clear();
            _draws.Clear();
        }
    }

    /// <summary>Returns what goes wrong now, or null.</summary>
    public TFault? Draw(string kind, string number)
    {
        lock (_lock)
        {
            if (_planned.TryGetValue(kind, out var queue) && queue.TryDequeue(out var planned))
            {
                return planned;
            }

            return _chances.Count > 0 ? DrawByChance(kind, number) : null;
        }
    }

    private TFault? DrawByChance(string kind, string number)
    {
        var draw = _draws[(kind, number)] = _draws.GetValueOrDefault((kind, number)) + 1;
        foreach (var (seed, percent, faults) in _chances)
        {
            // A hash and not a sequence, so that it does not matter which of two calls comes first.
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{seed}/{kind}/{number}/{draw}"));
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
