namespace Pyxpro.Sdk.Testing;

/// <summary>How the delivery of a notification ended at the merchant.</summary>
public enum DeliveryResult
{
    /// <summary>It did not arrive.</summary>
    Lost = 0,

    /// <summary>It could not be posted, or the endpoint threw.</summary>
    Failed = 1,

    /// <summary>There was no answer within five seconds (guide 3.1.4).</summary>
    TimedOut = 2,

    /// <summary>The answer was another than <c>success</c> with HTTP 200.</summary>
    NotAcknowledged = 3,

    /// <summary>The answer was <c>success</c>.</summary>
    Acknowledged = 4,
}
