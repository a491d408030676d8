namespace Pyxpro.Sdk.Internal;

/// <summary>
/// Throttles the retries of one merchant by a token bucket: a retry takes tokens, a success puts one back. Without it,
/// calls that are too rare to open the circuit breaker would triple the load on a gateway that is down.
/// </summary>
internal sealed class RetryThrottle
{
    private const int Capacity = 500;
    private const int Cost = 5;
    private const int CostAfterTimeout = 10;

    private int _tokens = Capacity;

    /// <summary>Puts one token back.</summary>
    public void Refill()
    {
        if (Volatile.Read(ref _tokens) < Capacity)
        {
            // Concurrent calls can add a few tokens too many, which does no harm.
            Interlocked.Increment(ref _tokens);
        }
    }

    /// <summary>Takes the tokens for a retry.</summary>
    /// <returns><see langword="false"/> if there are too few.</returns>
    public bool TryTake(bool isAfterTimeout)
    {
        var cost = isAfterTimeout ? CostAfterTimeout : Cost;
        if (Interlocked.Add(ref _tokens, -cost) >= 0)
        {
            return true;
        }

        Interlocked.Add(ref _tokens, cost);

        return false;
    }
}
