using Pyxpro.Sdk.Testing.Internal;

namespace Pyxpro.Sdk.Testing;

/// <summary>The faults of calls to a <see cref="GatewaySimulator"/>. The planned faults of an operation come first, in
/// their order, then the random ones.</summary>
public sealed class CallFaults
{
    private readonly FaultSchedule<CallFault> _schedule = new(SignedErrors.Vary);

    internal CallFaults()
    {
    }

    /// <summary>Injects a fault into the next calls of an operation.</summary>
    /// <param name="operation">The operation. A ping is a <see cref="PyxproOperation.QueryOrder"/> to the
    /// gateway.</param>
    /// <param name="fault">The fault.</param>
    /// <param name="times">How many calls: 1 by default. Each attempt of the client counts.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="times"/> is less than 1.</exception>
    /// <exception cref="ArgumentException">The request is processed, and the error means that nothing was
    /// done.</exception>
    public void Add(PyxproOperation operation, CallFault fault, int times = 1)
    {
        ArgumentNullException.ThrowIfNull(fault);
        SignedErrors.Validate(fault, nameof(fault));

        _schedule.Add(operation.ToString(), fault, times);
    }

    /// <summary>Injects random faults. The fault of a call depends on the seed, the operation, the number, and how
    /// often these were called before, but not on other calls: the same seed gives the same faults, also if calls run
    /// concurrently.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="percent">The percentage of calls with a fault: 0 to 100.</param>
    /// <param name="faults">The faults, with equal probability; <see langword="null"/> uses
    /// <see cref="CallFault.Detectable"/>.</param>
    /// <exception cref="ArgumentException">The percentage is out of range, there are no faults, or one is processed and
    /// has an error that means that nothing was done.</exception>
    public void AddRandom(int seed, int percent, IReadOnlyList<CallFault>? faults = null)
    {
        foreach (var fault in faults ?? [])
        {
            SignedErrors.Validate(fault, nameof(faults));
        }

        _schedule.AddRandom(seed, percent, faults ?? CallFault.Detectable);
    }

    /// <summary>Removes all faults.</summary>
    public void Clear() => _schedule.Clear();

    internal CallFault? Draw(PyxproOperation operation, string number) => _schedule.Draw(operation.ToString(), number);
}
