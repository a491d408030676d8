namespace Pyxpro.Sdk.Internal;

/// <summary>Reads the HTTP status of a response: every status except 200 is a failure.</summary>
internal static class HttpStatus
{
    /// <summary>Returns the failure that a response with another status than 200 is.</summary>
    /// <param name="response">The response.</param>
    /// <param name="outcome">The outcome of the attempt.</param>
    /// <param name="timeProvider">Tells how far away the date of a <c>Retry-After</c> is.</param>
    public static PyxproTransportException ToException(
        HttpResponseMessage response, PyxproOutcome outcome, TimeProvider timeProvider) =>
        new($"The gateway's server responded with HTTP {(int)response.StatusCode}.", outcome, response.StatusCode)
        {
            RetryAfter = FindRetryAfter(response, timeProvider),
            Date = response.Headers.Date,
        };

    private static TimeSpan? FindRetryAfter(HttpResponseMessage response, TimeProvider timeProvider) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => TimeSpan.FromTicks(Math.Max(0, (date - timeProvider.GetUtcNow()).Ticks)),
            _ => null,
        };
}
