namespace Pyxpro.Sdk.Internal;

/// <summary>Tells the few failures after which nothing can have left this machine from all the others.</summary>
internal static class TransportFault
{
    public static PyxproTransportException Classify(Exception exception, bool isBodyStarted)
    {
        var error = (exception as HttpRequestException)?.HttpRequestError;
        var isNotSent = !isBodyStarted && error is
            HttpRequestError.NameResolutionError or
            HttpRequestError.ConnectionError or
            HttpRequestError.SecureConnectionError or
            HttpRequestError.ProxyTunnelError;

        return isNotSent
            ? new PyxproTransportException(
                $"The gateway could not be reached ({error}). {Advice.TryAgain}",
                PyxproOutcome.NotSent,
                innerException: exception)
            : new PyxproTransportException(
                (exception is OperationCanceledException
                    ? "The gateway did not answer in time. "
                    : "The connection failed before the answer was complete. ") + Advice.Query,
                PyxproOutcome.Uncertain,
                innerException: exception);
    }
}
