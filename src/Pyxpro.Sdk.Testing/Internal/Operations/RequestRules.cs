using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Holds requests to the guide's tables (3.1.3 to 3.1.8): what must be there, and what it can be.</summary>
internal static class RequestRules
{
    private const int MaxNonceLength = 32;

    // Of each line one field must be there.
    private static readonly string[][] ForCreate =
    [
        [FieldNames.OutTradeNo], [FieldNames.Body], [FieldNames.TotalFee], [FieldNames.MchCreateIp],
        [FieldNames.NotifyUrl], [FieldNames.NonceStr],
    ];

    private static readonly string[][] ForQuery =
        [[FieldNames.OutTradeNo, FieldNames.TransactionId], [FieldNames.NonceStr]];

    private static readonly string[][] ForClose = [[FieldNames.OutTradeNo], [FieldNames.NonceStr]];

    private static readonly string[][] ForRefund =
    [
        [FieldNames.OutTradeNo], [FieldNames.OutRefundNo], [FieldNames.TotalFee], [FieldNames.RefundFee],
        [FieldNames.OpUserId], [FieldNames.NonceStr],
    ];

    private static readonly string[][] ForRefundByOtherNumbers =
        [[FieldNames.OutTradeNo, FieldNames.TransactionId], .. ForRefund[1..]];

    private static readonly string[][] ForQueryRefund =
        [[FieldNames.OutRefundNo, FieldNames.RefundId], [FieldNames.NonceStr]];

    private static readonly string[][] ForQueryRefundByOtherNumbers =
    [
        [FieldNames.OutRefundNo, FieldNames.RefundId, FieldNames.OutTradeNo, FieldNames.TransactionId],
        [FieldNames.NonceStr],
    ];

    /// <summary>Returns the refusal of a request that breaks a rule, or null.</summary>
    public static Reply? FindRefusal(PyxproOperation operation, RequestMessage request, GatewayDialect dialect)
    {
        foreach (var names in FieldsFor(operation, dialect))
        {
            if (!request.HasOneOf(names))
            {
                return Reply.Error(PyxproErrorCode.LackParams, $"{string.Join(" or ", names)} is needed");
            }
        }

        foreach (var (name, value) in request.Fields)
        {
            if (value.Length > 0 && FindFault(name, value, dialect) is { } fault)
            {
                return Reply.Error(PyxproErrorCode.ParamError, $"{name} {fault}");
            }
        }

        return null;
    }

    private static string[][] FieldsFor(PyxproOperation operation, GatewayDialect dialect) => operation switch
    {
        PyxproOperation.CreateNativeOrder => ForCreate,
        PyxproOperation.QueryOrder => ForQuery,
        PyxproOperation.CloseOrder => ForClose,
        PyxproOperation.Refund => dialect.AcceptsOtherNumbers ? ForRefundByOtherNumbers : ForRefund,
        PyxproOperation.QueryRefund => dialect.AcceptsOtherNumbers ? ForQueryRefundByOtherNumbers : ForQueryRefund,
        _ => [],
    };

    private static string? FindFault(string name, string value, GatewayDialect dialect) => name switch
    {
        FieldNames.Version when value != "2.0" => "is 2.0",
        FieldNames.Charset when value != "UTF-8" => "is UTF-8",
        FieldNames.SignType when value != "MD5" => "is MD5",
        FieldNames.RefundChannel when value != "ORIGINAL" => "is ORIGINAL",
        FieldNames.NonceStr when value.Length > MaxNonceLength => $"has {MaxNonceLength} characters at most",
        FieldNames.Body when value.Length > dialect.MaxBodyLength => $"has {dialect.MaxBodyLength} characters at most",
        FieldNames.TotalFee or FieldNames.RefundFee =>
            WireAmount.TryRead<char>(value, out var amount) && amount > 0 ? null : "is no amount",
        FieldNames.TimeStart or FieldNames.TimeExpire => WireTime.Read(value) is null ? "is no time" : null,
        FieldNames.NotifyUrl when !IsHttp(value) => "is no URL",
        _ => FieldLimits.Validate(name, value),
    };

    private static bool IsHttp(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp);
}
