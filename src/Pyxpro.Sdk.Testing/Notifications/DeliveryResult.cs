namespace Pyxpro.Sdk.Testing;

/// <summary>The result of the delivery of a notification.</summary>
public enum DeliveryResult
{
    /// <summary>It did not arrive.</summary>
    Lost = 0,

    /// <summary>It could not be posted, or the endpoint threw.</summary>
    Failed = 1,

    /// <summary>There was no response within five seconds (guide 3.1.4).</summary>
    TimedOut = 2,

    /// <summary>The response was not HTTP 200 with the text <c>success</c>.</summary>
    NotAcknowledged = 3,

    /// <summary>The response was HTTP 200 with the text <c>success</c>.</summary>
    Acknowledged = 4,
}
