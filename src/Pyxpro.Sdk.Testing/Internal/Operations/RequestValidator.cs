using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>Validates requests by the guide's tables (3.1.3 to 3.1.8): the required fields and the values.</summary>
internal static class RequestValidator
{
    private const int MaxNonceLength = 32;

    // Each entry needs one of its fields.
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

    /// <summary>Returns the error of a request that is not valid, or null.</summary>
    public static OperationResult? Validate(RequestMessage request, GatewayDialect dialect)
    {
        foreach (var names in FieldsFor(request.Operation, dialect))
        {
            if (Array.TrueForAll(names, name => request.Find(name).Length == 0))
            {
                return OperationResult.Error(PyxproErrorCode.LackParams, $"{string.Join(" or ", names)} is needed");
            }
        }

        foreach (var (name, value) in request.Fields)
        {
            if (value.Length > 0 && Validate(name, value, dialect) is { } error)
            {
                return OperationResult.Error(PyxproErrorCode.ParamError, $"{name} {error}");
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

    private static string? Validate(string name, string value, GatewayDialect dialect) => name switch
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
