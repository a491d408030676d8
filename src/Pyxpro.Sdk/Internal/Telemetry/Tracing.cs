using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Pyxpro.Sdk.Internal;

/// <summary>The spans of a call and its attempts. Nothing is made when nobody listens.</summary>
internal static class Tracing
{
    public const string Name = "Pyxpro.Sdk";

    public static string? Version { get; } = typeof(Tracing).Assembly.GetName().Version?.ToString(3);

    private static readonly ActivitySource Source = new(Name, Version);

    public static Activity? StartCall(OngoingCall call)
    {
        // Not even a name is made for nobody.
        if (!Source.HasListeners())
        {
            return null;
        }

        var span = Source.StartActivity($"pyxpro.{OperationRules.NameOf(call.Operation)}", ActivityKind.Client);
        if (span is { IsAllDataRequested: true })
        {
            var gateway = call.Merchant.GatewayUrl;
            span.SetTag(TagNames.Operation, OperationRules.NameOf(call.Operation))
                .SetTag(TagNames.Service, call.Find(FieldNames.Service))
                .SetTag(TagNames.MchId, call.Merchant.MchId)
                .SetTag(TagNames.OutTradeNo, call.Find(FieldNames.OutTradeNo))
                .SetTag(TagNames.TransactionId, call.Find(FieldNames.TransactionId))
                .SetTag(TagNames.OutRefundNo, call.Find(FieldNames.OutRefundNo))
                .SetTag(TagNames.RefundId, call.Find(FieldNames.RefundId))
                .SetTag(TagNames.ServerAddress, gateway.Host)
                .SetTag(TagNames.ServerPort, gateway.Port);
        }

        return span;
    }

    public static void EndCall(Activity? span, OngoingCall call, string outcome)
    {
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(TagNames.Outcome, outcome).SetTag(TagNames.Attempts, call.Attempts);
        }
    }

    public static Activity? StartAttempt(int number) =>
        Source.StartActivity("pyxpro.attempt")?.SetTag(TagNames.Attempt, number);

    /// <summary>Marks a span as failed, without the exception's text.</summary>
    public static void Fail(Activity? span, Exception failure)
    {
        if (span is { IsAllDataRequested: true })
        {
            span.SetStatus(ActivityStatusCode.Error).SetTag(TagNames.ErrorType, ErrorTypeOf(failure));
            if (failure is PyxproBusinessException business)
            {
                span.SetTag(TagNames.ErrorKind, business.ErrorCode.Kind.ToString());
            }
        }
    }

    /// <summary>Returns a word of a small set for a failure: the HTTP status, or the type of what is at the bottom of
    /// it.</summary>
    public static string ErrorTypeOf(Exception failure) => failure switch
    {
        // An answer with 200 failed for another reason than its status.
        PyxproTransportException { StatusCode: { } status and not HttpStatusCode.OK } =>
            ((int)status).ToString(CultureInfo.InvariantCulture),
        PyxproTransportException
        {
            InnerException: HttpRequestException { HttpRequestError: not HttpRequestError.Unknown and var error },
        } => error.ToString(),
        PyxproTransportException { InnerException: { } cause } => cause.GetType().FullName!,
        _ => failure.GetType().FullName!,
    };
}
