namespace Pyxpro.Sdk;

/// <summary>The result of <see cref="PyxproClient.PingAsync"/>, with details.</summary>
public sealed record PyxproPing
{
    /// <summary>Gets whether the gateway can be used, or the first problem that was found.</summary>
    public required PyxproPingResult Result { get; init; }

    /// <summary>Gets the result in words.</summary>
    public required string Description { get; init; }

    /// <summary>Gets the duration of the ping.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>Gets how far this machine's clock is ahead of the gateway's, by the HTTP header <c>Date</c>, to a
    /// second or so.</summary>
    /// <value>Negative if it is behind; <see langword="null"/> if the gateway did not say.</value>
    public TimeSpan? ClockAhead { get; init; }
}
