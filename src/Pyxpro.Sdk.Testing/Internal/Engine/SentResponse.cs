using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>The response that a client receives: an HTTP status and a body, or neither if the connection
/// breaks.</summary>
internal sealed record SentResponse(byte[] Body, HttpStatusCode? StatusCode = HttpStatusCode.OK)
{
    private const string OtherKey = "not-the-key-of-this-merchant";
    private const string OtherMchId = "100000000000";
    private const string OtherNumber = "ANOTHER_NUMBER";

    private static readonly byte[] Html = Encoding.UTF8.GetBytes("<html><body>Please log in.</body></html>");
    private static readonly SentResponse ConnectionLost = new([], StatusCode: null);

    private TimeSpan? RetryAfter { get; init; }

    /// <summary>Creates the response to a request, changed by a fault. The earlier one is that to a request for the
    /// same operation, or null.</summary>
    public static SentResponse Create(
        Account account, OperationResult result, GatewayDialect dialect, CallFault fault, byte[]? earlier)
    {
        return fault.Kind switch
        {
            CallFaultKind.Unchanged => new(Encode(account.Signer)),
            CallFaultKind.ConnectionLost => ConnectionLost,
            CallFaultKind.HttpError => new(Html, fault.StatusCode) { RetryAfter = fault.RetryAfter },
            CallFaultKind.UnsignedError => new(GatewaySigner.EncodeUnsigned("System busy")),
            CallFaultKind.WrongSignature => new(Encode(new GatewaySigner(account.MchId, OtherKey))),
            CallFaultKind.Truncated => new(Encode(account.Signer) is var xml ? xml[..(xml.Length / 2)] : []),
            CallFaultKind.Html => new(Html),
            CallFaultKind.OtherMerchant => new(Encode(new GatewaySigner(OtherMchId, account.Signer.Key))),
            CallFaultKind.OtherOrder => new(account.Signer.Encode(result.Fields.Select(ReplaceNumber), dialect)),
            CallFaultKind.StaleResponse => earlier is null ? ConnectionLost : new(earlier),
            CallFaultKind.SignedError => new(account.Signer.Encode(SignedErrors.ToFields(fault), dialect)),
            _ => throw new ArgumentOutOfRangeException(nameof(fault), fault.Kind, "There is no such fault."),
        };

        byte[] Encode(GatewaySigner signer) => signer.Encode(result.Fields, dialect);
    }

    /// <exception cref="HttpRequestException">The connection breaks.</exception>
    public HttpResponseMessage ToHttpResponse(HttpRequestMessage request, DateTimeOffset sentAt)
    {
        if (StatusCode is not { } statusCode)
        {
            throw new HttpRequestException(
                HttpRequestError.ResponseEnded, "The simulated connection broke before the response.");
        }

        var content = new ByteArrayContent(Body);
        content.Headers.ContentType = new MediaTypeHeaderValue(Body == Html ? "text/html" : "text/xml", "utf-8");

        var response = new HttpResponseMessage(statusCode) { Content = content, RequestMessage = request };
        response.Headers.Date = sentAt;
        response.Headers.RetryAfter = RetryAfter is { } delay ? new RetryConditionHeaderValue(delay) : null;

        return response;
    }

    private static KeyValuePair<string, string> ReplaceNumber(KeyValuePair<string, string> field) =>
        field.Key is FieldNames.OutTradeNo or FieldNames.TransactionId
        || field.Key.StartsWith(FieldNames.OutRefundNo, StringComparison.Ordinal)
        || field.Key.StartsWith(FieldNames.RefundId, StringComparison.Ordinal)
            ? new(field.Key, OtherNumber)
            : field;
}
