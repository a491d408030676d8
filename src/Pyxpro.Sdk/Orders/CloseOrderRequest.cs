using System.Collections.ObjectModel;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>A request to close an order that was not paid, so that it cannot be paid any more (guide 3.1.6).</summary>
/// <remarks>The gateway closes an order only five minutes after its creation, and never a paid one.</remarks>
public sealed record CloseOrderRequest : IOperation<CloseOrderResponse>
{
    internal static readonly OperationDescriptor Descriptor = new()
    {
        Operation = PyxproOperation.CloseOrder,
        Name = "close_order",
        Service = "unified.trade.close",
        IsIdempotent = true,
        WhenUncertain =
            "the order may be closed, or paid. Poll with ResolveCloseOrderAsync before anything else.",
    };

    /// <summary>Gets the merchant's order number, <c>out_trade_no</c>: 1 to 32 of A-Z, a-z, 0-9 and
    /// underscore.</summary>
    public required string OutTradeNo { get; init; }

    /// <summary>Gets fields that a later guide adds, by wire name. They are signed like all others.</summary>
    /// <value>Empty by default. A name that this request sends itself is refused.</value>
    public IReadOnlyDictionary<string, string> AdditionalFields { get; init; } =
        ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Gets how to poll for the outcome of the request.</summary>
    internal OutcomePoll<QueryOrderRequest, QueryOrderResponse, QueryOrderResponse> Poll =>
        QueryOrderRequest.PollFor(Descriptor, OutTradeNo, Interpret, Interpret);

    OperationDescriptor IOperation<CloseOrderResponse>.Descriptor => Descriptor;

    PyxproMessage IOperation<CloseOrderResponse>.ToMessage(MerchantContext merchant) =>
        new RequestBuilder(Descriptor.Service, merchant)
            .AddRequired(FieldNames.OutTradeNo, OutTradeNo)
            .AddAdditional(AdditionalFields)
            .ToMessage();

    CloseOrderResponse IOperation<CloseOrderResponse>.ReadResponse(VerifiedMessage message)
    {
        message.EnsureMatches(FieldNames.OutTradeNo, OutTradeNo);
        message.EnsureSuccess(Descriptor.IsQuery);

        return CloseOrderResponse.From(message);
    }

    private static PyxproResolutionState Interpret(QueryOrderResponse reply) =>
        reply.TradeState switch
        {
            { IsPaid: true } => PyxproResolutionState.Superseded,
            { IsRefunded: true } => PyxproResolutionState.Refunded,
            { IsPending: true } => PyxproResolutionState.NotFound,
            _ => PyxproResolutionState.Confirmed,
        };

    private static PyxproResolutionState Interpret(PyxproBusinessException refusal) =>
        refusal.IsOrderNotFound ? PyxproResolutionState.NotFound
        : refusal.IsAlreadyPaid ? PyxproResolutionState.Superseded
        : refusal.IsAlreadyClosed ? PyxproResolutionState.Confirmed
        : PyxproResolutionState.Unknown;
}
