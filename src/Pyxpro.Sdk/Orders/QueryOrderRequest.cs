using System.Collections.ObjectModel;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>A request for the state of an order (guide 3.1.5). One of the two numbers must be set.</summary>
public sealed record QueryOrderRequest : IOperation<QueryOrderResponse>
{
    internal static readonly OperationDescriptor Descriptor = new()
    {
        Operation = PyxproOperation.QueryOrder,
        Name = "query_order",
        Service = "unified.trade.query",
        IsQuery = true,
        IsIdempotent = true,
        WhenUncertain = OperationDescriptor.QueryAgain,
    };

    /// <summary>Gets the merchant's order number, <c>out_trade_no</c>: 1 to 32 of A-Z, a-z, 0-9 and
    /// underscore.</summary>
    /// <value><see langword="null"/> queries by <see cref="TransactionId"/>.</value>
    public string? OutTradeNo { get; init; }

    /// <summary>Gets the gateway's number of the payment, <c>transaction_id</c>: 1 to 32 characters.</summary>
    /// <value><see langword="null"/> queries by <see cref="OutTradeNo"/>.</value>
    public string? TransactionId { get; init; }

    /// <summary>Gets fields that a later guide adds, by wire name. They are signed like all others.</summary>
    /// <value>Empty by default. A name that this request sends itself is refused.</value>
    public IReadOnlyDictionary<string, string> AdditionalFields { get; init; } =
        ReadOnlyDictionary<string, string>.Empty;

    OperationDescriptor IOperation<QueryOrderResponse>.Descriptor => Descriptor;

    PyxproMessage IOperation<QueryOrderResponse>.ToMessage(MerchantContext merchant) =>
        new RequestBuilder(Descriptor.Service, merchant)
            .AddAnyOf((FieldNames.OutTradeNo, OutTradeNo), (FieldNames.TransactionId, TransactionId))
            .AddAdditional(AdditionalFields)
            .ToMessage();

    QueryOrderResponse IOperation<QueryOrderResponse>.ReadResponse(VerifiedMessage message)
    {
        message.EnsureMatches(FieldNames.OutTradeNo, OutTradeNo);
        message.EnsureMatches(FieldNames.TransactionId, TransactionId);
        message.EnsureSuccess(Descriptor.IsQuery);

        return QueryOrderResponse.From(message);
    }

    /// <summary>Returns how to poll for the outcome of a request for an order.</summary>
    internal static OutcomePoll<QueryOrderRequest, QueryOrderResponse, QueryOrderResponse> PollFor(
        OperationDescriptor descriptor,
        string outTradeNo,
        Func<QueryOrderResponse, PyxproResolutionState> interpretReply,
        Func<PyxproBusinessException, PyxproResolutionState> interpretRefusal) => new()
        {
            Descriptor = descriptor,
            Call = descriptor.Describe(outTradeNo),
            Query = new QueryOrderRequest { OutTradeNo = outTradeNo },
            InterpretReply = reply => (interpretReply(reply), reply),
            InterpretRefusal = interpretRefusal,
        };
}
