using Pyxpro.Sdk.Testing.Internal;

namespace Pyxpro.Sdk.Testing;

/// <summary>The faults of the deliveries of a <see cref="GatewaySimulator"/>'s notifications. Planned faults come
/// first, in their order, then random ones.</summary>
public sealed class NotificationFaults
{
    private const string Category = "notification";

    private readonly FaultSchedule<NotificationFault> _schedule = new((fault, _) => fault);

    internal NotificationFaults()
    {
    }

    /// <summary>Injects a fault into the next deliveries.</summary>
    /// <param name="fault">The fault.</param>
    /// <param name="times">How many deliveries: 1 by default. A notification has ten in all (guide 3.1.4).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is less than 1.</exception>
    public void Add(NotificationFault fault, int times = 1)
    {
        ArgumentNullException.ThrowIfNull(fault);

        _schedule.Add(Category, fault, times);
    }

    /// <summary>Injects random faults. The fault of a delivery depends on the seed, the order's number, and how often
    /// it was posted before, but not on other orders.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="percent">The percentage of deliveries with a fault: 0 to 100.</param>
    /// <param name="faults">The faults, with equal probability; <see langword="null"/> uses
    /// <see cref="NotificationFault.All"/>.</param>
    /// <exception cref="ArgumentException">The percentage is out of range, or there are no faults.</exception>
    public void AddRandom(int seed, int percent, IReadOnlyList<NotificationFault>? faults = null) =>
        _schedule.AddRandom(seed, percent, faults ?? NotificationFault.All);

    /// <summary>Removes all faults.</summary>
    public void Clear() => _schedule.Clear();

    internal NotificationFault? Draw(string key) => _schedule.Draw(Category, key);
}
