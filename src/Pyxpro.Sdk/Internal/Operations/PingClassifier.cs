namespace Pyxpro.Sdk.Internal;

/// <summary>Finds out from a response, or from a failure, which part of the configuration is wrong.</summary>
internal static class PingClassifier
{
    private static readonly TimeSpan MaxClockDifference = TimeSpan.FromMinutes(1);

    public static PyxproPing Read(CallContext call, VerifiedMessage message, TimeProvider timeProvider)
    {
        var clockAhead = timeProvider.GetUtcNow() - call.GatewayTime;

        return Make(call, Classify(message, call.Merchant, clockAhead), clockAhead, timeProvider);
    }

    public static PyxproPing Read(CallContext call, PyxproException failure, TimeProvider timeProvider) => Make(
        call,
        (ResultOf(failure), Describe(failure, call.Merchant)),
        timeProvider.GetUtcNow() - call.GatewayTime,
        timeProvider);

    private static string Describe(PyxproException failure, MerchantContext merchant) =>
        LikelyCause.Find(failure, merchant) is { } cause ? $"{cause} {failure.Fact}" : failure.Fact;

    private static PyxproPing Make(
        CallContext call,
        (PyxproPingResult Result, string Description) found,
        TimeSpan? clockAhead,
        TimeProvider timeProvider) => new()
        {
            Result = found.Result,
            Description = found.Description,
            Duration = timeProvider.GetElapsedTime(call.StartedAt),
            ClockAhead = clockAhead,
        };

    private static (PyxproPingResult Result, string Description) Classify(
        VerifiedMessage message, MerchantContext merchant, TimeSpan? clockAhead)
    {
        try
        {
            message.EnsureSuccess(isQuery: true);
        }
        catch (PyxproBusinessException exception) when (exception.Kind == PyxproErrorKind.OrderState)
        {
            // "Order not exists": the gateway looked for it.
        }
        catch (PyxproBusinessException exception)
        {
            return (exception.Kind == PyxproErrorKind.Configuration
                ? OfConfiguration(exception.Error)
                : PyxproPingResult.Unknown, Describe(exception, merchant));
        }
        catch (PyxproProtocolException exception)
        {
            return (PyxproPingResult.Unknown, exception.Fact);
        }

        return clockAhead is { } ahead && ahead.Duration() > MaxClockDifference
            ? (PyxproPingResult.Clock, $"This machine's clock and the gateway's differ by {ahead.Duration():c}.")
            : (PyxproPingResult.Healthy, "The gateway knows the merchant; each side accepts the other's signature.");
    }

    private static PyxproPingResult ResultOf(PyxproException failure) => failure switch
    {
        PyxproSignatureException => PyxproPingResult.Key,
        PyxproMismatchException => PyxproPingResult.Merchant,
        PyxproProtocolException => PyxproPingResult.Url,
        PyxproGatewayException gateway =>
            gateway.Error is { Kind: PyxproErrorKind.Configuration } error
                ? OfConfiguration(error)
                : PyxproPingResult.Unknown,
        PyxproTransportException { StatusCode: { } status } => (int)status switch
        {
            // 200 is of an address to which a redirect was followed.
            < 500 and not 408 and not 429 => PyxproPingResult.Url,
            _ => PyxproPingResult.Unreachable,
        },
        PyxproTransportException => (failure.InnerException as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => PyxproPingResult.Url,
            HttpRequestError.SecureConnectionError => PyxproPingResult.Tls,
            HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => PyxproPingResult.Url,
            _ => PyxproPingResult.Unreachable,
        },
        _ => PyxproPingResult.Unknown,
    };

    private static PyxproPingResult OfConfiguration(SignedError error) =>
        error.IsOfSignature ? PyxproPingResult.Key : PyxproPingResult.Merchant;
}
