namespace Shop;

/// <summary>What is limited: for each client, and for all together.</summary>
public enum LimitedAs
{
    /// <summary>Placing orders: so many a minute.</summary>
    Order = 0,

    /// <summary>Streams of events: so many open at once.</summary>
    Stream = 1,
}
