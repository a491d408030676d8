using Pyxpro.Sdk.Testing.Internal;

namespace Pyxpro.Sdk.Testing;

/// <summary>Which deliveries of a <see cref="GatewaySimulator"/>'s notifications go wrong, and how. What was planned
/// comes first, in its order; chance has the rest.</summary>
public sealed class NotificationFaults
{
    private const string AnyKind = "notification";

    private readonly FaultSchedule<NotificationFault> _schedule = new((fault, _) => fault);

    internal NotificationFaults()
    {
    }

    /// <summary>Lets the next deliveries go wrong.</summary>
    /// <param name="fault">How they go wrong.</param>
    /// <param name="times">How many deliveries: 1 by default. A notification has ten in all (guide 3.1.4).</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is less than 1.</exception>
    public void Add(NotificationFault fault, int times = 1)
    {
        ArgumentNullException.ThrowIfNull(fault);

        _schedule.Add(AnyKind, fault, times);
    }

    /// <summary>Lets deliveries go wrong by chance. What happens to one depends on the seed, the order's number, and
    /// how often it was posted before, but not on other orders.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="percent">How many deliveries in a hundred go wrong: 0 to 100.</param>
    /// <param name="faults">What can go wrong, each alike; <see langword="null"/> takes
    /// <see cref="NotificationFault.All"/>.</param>
    /// <exception cref="ArgumentException">The percentage is out of range, or there are no faults.</exception>
    public void AddRandom(int seed, int percent, IReadOnlyList<NotificationFault>? faults = null) =>
        _schedule.AddRandom(seed, percent, faults ?? NotificationFault.All);

    /// <summary>Lets nothing go wrong any more.</summary>
    public void Clear() => _schedule.Clear();

    internal NotificationFault? Draw(string number) => _schedule.Draw(AnyKind, number);
}
