using Polly.Timeout;

namespace Pyxpro.Sdk.Internal;

/// <summary>
/// What one merchant may spend on repeating: a repetition costs some of it, each success earns a little. Thus calls
/// that are too rare for the circuit to open do not triple what reaches a gateway that is down.
/// </summary>
internal sealed class RetryBudget
{
    private const int Full = 500;
    private const int Cost = 5;
    private const int CostAfterTimeout = 10;

    private int _left = Full;

    public void Earn()
    {
        if (Volatile.Read(ref _left) < Full)
        {
            // Some may come at once; a budget that is over-full by a few does no harm.
            Interlocked.Increment(ref _left);
        }
    }

    public bool TrySpend(Exception failure)
    {
        var cost = failure is TimeoutRejectedException ? CostAfterTimeout : Cost;
        if (Interlocked.Add(ref _left, -cost) >= 0)
        {
            return true;
        }

        Interlocked.Add(ref _left, cost);

        return false;
    }
}
