using Pyxpro.Sdk.Testing.Internal;

namespace Pyxpro.Sdk.Testing;

/// <summary>Which calls to a <see cref="GatewaySimulator"/> go wrong, and how. What was planned for an operation comes
/// first, in its order; chance has the rest.</summary>
public sealed class CallFaults
{
    private readonly FaultSchedule<CallFault> _schedule = new(SignedErrors.Vary);

    internal CallFaults()
    {
    }

    /// <summary>Lets the next calls of an operation go wrong.</summary>
    /// <param name="operation">The operation. A ping is a <see cref="PyxproOperation.QueryOrder"/> to the
    /// gateway.</param>
    /// <param name="fault">How they go wrong.</param>
    /// <param name="times">How many calls: 1 by default. Each attempt of the client's is one.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The gateway would act and say that it did nothing.</exception>
    public void Add(PyxproOperation operation, CallFault fault, int times = 1)
    {
        ArgumentNullException.ThrowIfNull(fault);
        SignedErrors.EnsureHonest(fault, nameof(fault));

        _schedule.Add(operation.ToString(), fault, times);
    }

    /// <summary>Lets calls go wrong by chance. What happens to a call depends on the seed, its operation, its number,
    /// and how often this was asked before, but not on other calls: the same seed brings the same faults, however calls
    /// run side by side.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="percent">How many calls in a hundred go wrong: 0 to 100.</param>
    /// <param name="faults">What can go wrong, each alike; <see langword="null"/> takes
    /// <see cref="CallFault.Detectable"/>.</param>
    /// <exception cref="ArgumentException">The percentage is out of range, there are no faults, or the gateway would
    /// act and say that it did nothing.</exception>
    public void AddRandom(int seed, int percent, IReadOnlyList<CallFault>? faults = null)
    {
        foreach (var fault in faults ?? [])
        {
            SignedErrors.EnsureHonest(fault, nameof(faults));
        }

        _schedule.AddRandom(seed, percent, faults ?? CallFault.Detectable);
    }

    /// <summary>Lets nothing go wrong any more.</summary>
    public void Clear() => _schedule.Clear();

    internal CallFault? Draw(PyxproOperation operation, string number) => _schedule.Draw(operation.ToString(), number);
}
