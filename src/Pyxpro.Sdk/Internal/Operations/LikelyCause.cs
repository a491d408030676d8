using System.Net;

namespace Pyxpro.Sdk.Internal;

/// <summary>Names the setting that is the likely cause of a failure. It changes no outcome, because most of these
/// failures are not proven. It shows the place of a setting and never its value, which may be a key in the wrong
/// place.</summary>
internal static class LikelyCause
{
    /// <summary>Returns the likely cause in words, or null if no setting is one.</summary>
    public static string? Find(PyxproException failure, MerchantContext merchant)
    {
        var path = merchant.SettingsPath;

        return failure switch
        {
            PyxproSignatureException { IsOfKey: true } =>
                $"{OfKey(path)} During a key rotation, set the old key at {path}PreviousKey.",
            PyxproBusinessException { Kind: PyxproErrorKind.Configuration } refusal => Of(refusal.Error, path),
            PyxproGatewayException { Error: { Kind: PyxproErrorKind.Configuration } error } => Of(error, path),
            PyxproMismatchException { FieldName: FieldNames.MchId } =>
                $"{path}MchId is probably wrong: the response is for another merchant.",
            PyxproProtocolException { IsOtherDocument: true } =>
                $"{path}GatewayUrl is probably not that of the gateway, or a proxy or firewall responded in its place.",
            PyxproTransportException { StatusCode: { } status } when IsOfUrl(status) =>
                $"{path}GatewayUrl is probably wrong: its server has no gateway there.",
            { InnerException: HttpRequestException { HttpRequestError: HttpRequestError.NameResolutionError } } =>
                $"{path}GatewayUrl is probably wrong, or no name server can be reached: its host was not found.",
            _ => null,
        };
    }

    /// <summary>Returns the likely cause and how to make sure, or null if no setting is one.</summary>
    public static string? FindWithAdvice(PyxproException failure, MerchantContext merchant) =>
        Find(failure, merchant) is not { } cause ? null
        // A ping uses another service.
        : failure is PyxproBusinessException { Error.IsOfPermission: true }
            or PyxproGatewayException { Error.IsOfPermission: true } ? cause
        : $"{cause} PingAsync tells which setting is wrong.";

    private static string Of(SignedError error, string path) =>
        error.IsOfPermission
            ? $"The gateway does not permit this service to the merchant at {path}MchId: ask its operator to permit it."
        : error.IsOfSignature ? OfKey(path)
        : $"{path}MchId is probably wrong, or the gateway has not activated that merchant.";

    private static string OfKey(string path) =>
        $"{path}Key is probably wrong: it is not the key of the merchant at {path}MchId.";

    // Other client errors concern one request: a firewall refuses a payer's text with 403.
    private static bool IsOfUrl(HttpStatusCode status) => status is
        HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed or HttpStatusCode.Gone
        or HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
}
