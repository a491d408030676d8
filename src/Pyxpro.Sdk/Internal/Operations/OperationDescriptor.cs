namespace Pyxpro.Sdk.Internal;

/// <summary>What is particular to one operation.</summary>
internal sealed class OperationDescriptor
{
    /// <summary>What a caller does if a query has no proven response, in words.</summary>
    public const string QueryAgain = "there is no proven result. A query changes nothing: query again.";

    public required PyxproOperation Operation { get; init; }

    /// <summary>Gets the name in logs, spans and metrics.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the service, by which the gateway selects the operation; empty if each request has its
    /// own.</summary>
    public required string Service { get; init; }

    /// <summary>Gets whether the operation changes nothing, so that only its last response counts.</summary>
    public bool IsQuery { get; init; }

    /// <summary>Gets whether it is safe to send the same request twice.</summary>
    public bool IsIdempotent { get; init; }

    /// <summary>Gets whether the HTTP header <c>Date</c> of the response is read.</summary>
    public bool ReadsGatewayTime { get; init; }

    /// <summary>Gets what a caller does if the outcome is uncertain, in words.</summary>
    public required string WhenUncertain { get; init; }

    /// <summary>Describes a call to callers.</summary>
    public PyxproCall Describe(PyxproMessage message, int attempts)
    {
        return new PyxproCall
        {
            Operation = Operation,
            Service = message[FieldNames.Service],
            Attempts = attempts,
            OutTradeNo = Find(FieldNames.OutTradeNo),
            TransactionId = Find(FieldNames.TransactionId),
            OutRefundNo = Find(FieldNames.OutRefundNo),
            RefundId = Find(FieldNames.RefundId),
        };

        string? Find(string name) => message.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
    }

    /// <summary>Describes a call that is only known by its numbers.</summary>
    public PyxproCall Describe(string? outTradeNo, string? transactionId = null, string? outRefundNo = null) => new()
    {
        Operation = Operation,
        Service = Service,
        Attempts = 0,
        OutTradeNo = outTradeNo,
        TransactionId = transactionId,
        OutRefundNo = outRefundNo,
    };
}
