namespace Pyxpro.Sdk.Internal;

/// <summary>Separates the few failures after which nothing can have left this machine from all the others.</summary>
internal static class TransportFailureClassifier
{
    /// <summary>Classifies what a handler or the network has thrown.</summary>
    public static PyxproTransportException Classify(Exception exception, AttemptContent attempt) =>
        attempt.TryRevokeUnsent(attempt.IsPassed && IsBeforeSending(exception))
            ? new PyxproTransportException(
                exception switch
                {
                    _ when attempt.IsPassed && (IsBeforeSending(exception) || exception is HttpRequestException) =>
                        "The gateway could not be reached.",
                    OperationCanceledException => "The request timed out before it was sent.",
                    _ => "A handler of the HttpClient failed before the request was sent "
                        + $"({exception.GetType().Name}).",
                },
                OutcomeRules.OfTransportFailure(canHaveLeft: false),
                innerException: exception)
            : new PyxproTransportException(
                exception switch
                {
                    OperationCanceledException => "The request timed out.",
                    HttpRequestException or IOException => "The connection failed before the response was complete.",
                    _ => $"A handler of the HttpClient failed ({exception.GetType().Name}).",
                },
                OutcomeRules.OfTransportFailure(canHaveLeft: true),
                innerException: exception);

    private static bool IsBeforeSending(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: var error } => error is
            HttpRequestError.NameResolutionError or
            HttpRequestError.ConnectionError or
            HttpRequestError.SecureConnectionError or
            HttpRequestError.ProxyTunnelError,
        // SocketsHttpHandler.ConnectTimeout. HttpClient.Timeout, which can strike later, has one more inner exception.
        TaskCanceledException { InnerException: TimeoutException { InnerException: null } } => true,
        _ => false,
    };
}
