using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Pyxpro.Sdk.Internal;

/// <summary>The spans of a call and its attempts. There are none when nobody listens.</summary>
internal static class Tracing
{
    public const string Name = "Pyxpro.Sdk";

    public static string? Version { get; } = typeof(Tracing).Assembly.GetName().Version?.ToString(3);

    private static readonly ActivitySource Source = new(Name, Version);

    public static Activity? StartCall(CallContext call)
    {
        // Avoid the allocation when nobody listens.
        if (!Source.HasListeners())
        {
            return null;
        }

        var gateway = call.Merchant.GatewayUrl;
        var operation = call.Descriptor.Name;

        // They are set at the start, so that samplers see them. A tag that is null is left out.
        var tags = new ActivityTagsCollection
        {
            [TagNames.Operation] = operation,
            [TagNames.Service] = Find(FieldNames.Service),
            [TagNames.MchId] = call.Merchant.MchId,
            [TagNames.OutTradeNo] = Find(FieldNames.OutTradeNo),
            [TagNames.TransactionId] = Find(FieldNames.TransactionId),
            [TagNames.OutRefundNo] = Find(FieldNames.OutRefundNo),
            [TagNames.RefundId] = Find(FieldNames.RefundId),
            [TagNames.ServerAddress] = gateway.Host,
            [TagNames.ServerPort] = gateway.Port,
        };

        return SafeDiagnostics.TryStart(
            (Name: $"pyxpro.{operation}", Tags: tags),
            static span => Source.StartActivity(span.Name, ActivityKind.Client, parentContext: default, span.Tags));

        string? Find(string name) => call.Message.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
    }

    public static void EndCall(Activity? span, CallContext call, string outcome)
    {
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(TagNames.Outcome, outcome).SetTag(TagNames.Attempts, call.Attempts);
        }
    }

    public static Activity? StartAttempt(int number) => SafeDiagnostics.TryStart(
        number, static number => Source.StartActivity("pyxpro.attempt")?.SetTag(TagNames.Attempt, number));

    /// <summary>Marks a span as failed, without the exception's text.</summary>
    public static void Fail(Activity? span, Exception failure)
    {
        if (span is { IsAllDataRequested: true })
        {
            span.SetStatus(ActivityStatusCode.Error).SetTag(TagNames.ErrorType, ErrorTypeOf(failure));
            if (failure is PyxproBusinessException business)
            {
                span.SetTag(TagNames.ErrorKind, business.Kind.ToString());
            }
        }
    }

    /// <summary>Returns the cause of a failure as one of few values: the HTTP status, or the type of the
    /// cause.</summary>
    public static string ErrorTypeOf(Exception failure) => failure switch
    {
        // A response with 200 failed for another reason than its status.
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
