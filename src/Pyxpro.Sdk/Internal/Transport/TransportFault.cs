namespace Pyxpro.Sdk.Internal;

/// <summary>Tells the few failures after which nothing can have left this machine from all the others.</summary>
internal static class TransportFault
{
    public static PyxproTransportException Classify(Exception exception, OnceContent content) =>
        IsBeforeSending(exception) && content.TryRecall()
            ? new PyxproTransportException(
                "The gateway could not be reached.", PyxproOutcome.NotSent, innerException: exception)
            : new PyxproTransportException(
                exception switch
                {
                    OperationCanceledException => "The gateway did not answer in time.",
                    HttpRequestException or IOException => "The connection failed before the answer was complete.",
                    _ => $"A handler of the HttpClient failed ({exception.GetType().Name}).",
                },
                PyxproOutcome.Uncertain,
                innerException: exception);

    private static bool IsBeforeSending(Exception exception) => exception switch
    {
        HttpRequestException { HttpRequestError: var error } => error is
            HttpRequestError.NameResolutionError or
            HttpRequestError.ConnectionError or
            HttpRequestError.SecureConnectionError or
            HttpRequestError.ProxyTunnelError,
        // SocketsHttpHandler.ConnectTimeout. HttpClient.Timeout, which may strike later, has one inner exception more.
        TaskCanceledException { InnerException: TimeoutException { InnerException: null } } => true,
        _ => false,
    };
}
