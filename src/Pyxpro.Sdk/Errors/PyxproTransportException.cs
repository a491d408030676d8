using System.Net;

namespace Pyxpro.Sdk;

/// <summary>There is no response: the connection failed, the request timed out, or HTTP reported an error.</summary>
public sealed class PyxproTransportException : PyxproException
{
    /// <summary>Makes an exception, as this SDK does; public so that callers' fakes can throw it.</summary>
    /// <param name="message">What happened; what to do next is added to it.</param>
    /// <param name="outcome"><see cref="PyxproOutcome.NotSent"/> only if nothing left this machine.</param>
    /// <param name="statusCode">The HTTP status, if there was a response.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public PyxproTransportException(
        string message,
        PyxproOutcome outcome,
        HttpStatusCode? statusCode = null,
        Exception? innerException = null)
        : base(message, outcome, innerException) => StatusCode = statusCode;

    /// <summary>Gets the HTTP status of the response.</summary>
    /// <value><see langword="null"/> if there was none.</value>
    public HttpStatusCode? StatusCode { get; }

    /// <summary>Gets how long to wait before a retry: the <c>Retry-After</c> of the response, or how long the circuit
    /// breaker stays open.</summary>
    /// <value><see langword="null"/> if neither is known.</value>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Gets the gateway's time at its response, if there was one.</summary>
    internal DateTimeOffset? Date { get; init; }

    private protected override PyxproException Copy(PyxproOutcome outcome) =>
        new PyxproTransportException(Fact, outcome, StatusCode, InnerException)
        {
            RetryAfter = RetryAfter,
            Date = Date,
        };
}
