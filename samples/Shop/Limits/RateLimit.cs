namespace Shop;

/// <summary>The rate limits. Each exists per client and for all clients together.</summary>
public enum RateLimit
{
    /// <summary>Orders per minute.</summary>
    Order = 0,

    /// <summary>Concurrent event streams.</summary>
    Stream = 1,
}
