namespace Pyxpro.Sdk;

/// <summary>What <see cref="PyxproClient.PingAsync"/> found.</summary>
public sealed record PyxproPing
{
    /// <summary>Gets whether all is well, or the first thing that is not.</summary>
    public required PyxproPingResult Result { get; init; }

    /// <summary>Gets what was found, in words.</summary>
    public required string Description { get; init; }

    /// <summary>Gets how long it took.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Gets how far this machine's clock is ahead of the gateway's, by the HTTP header <c>Date</c>, to a
    /// second or so.</summary>
    /// <value>Negative if it is behind; <see langword="null"/> if the gateway did not say.</value>
    public TimeSpan? ClockAhead { get; init; }
}
