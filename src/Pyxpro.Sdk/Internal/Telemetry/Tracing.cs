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

        var gateway = call.Merchant.GatewayUrl;
        var operation = OperationRules.NameOf(call.Operation);

        // From the beginning, so that samplers see them. What is null is left out.
        var tags = new ActivityTagsCollection
        {
            [TagNames.Operation] = operation,
            [TagNames.Service] = call.Find(FieldNames.Service),
            [TagNames.MchId] = call.Merchant.MchId,
            [TagNames.OutTradeNo] = call.Find(FieldNames.OutTradeNo),
            [TagNames.TransactionId] = call.Find(FieldNames.TransactionId),
            [TagNames.OutRefundNo] = call.Find(FieldNames.OutRefundNo),
            [TagNames.RefundId] = call.Find(FieldNames.RefundId),
            [TagNames.ServerAddress] = gateway.Host,
            [TagNames.ServerPort] = gateway.Port,
        };

        return Shield.TryStart(
            (Name: $"pyxpro.{operation}", Tags: tags),
            static span => Source.StartActivity(span.Name, ActivityKind.Client, parentContext: default, span.Tags));
    }

    public static void EndCall(Activity? span, OngoingCall call, string outcome)
    {
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag(TagNames.Outcome, outcome).SetTag(TagNames.Attempts, call.Attempts);
        }
    }

    public static Activity? StartAttempt(int number) => Shield.TryStart(
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
