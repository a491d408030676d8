using System.Collections.ObjectModel;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>A request for the state of a refund (guide 3.1.8), or of all refunds of an order. One of the numbers must
/// be set.</summary>
/// <remarks>The guide lists the two numbers of the refund only. Gateways of its family accept those of the order too,
/// and respond with all of its refunds. If there are none, they respond with an error: read
/// <see cref="PyxproBusinessException.IsNotFound"/>.</remarks>
public sealed record QueryRefundRequest : IOperation<QueryRefundResponse>
{
    internal static readonly OperationDescriptor Descriptor = new()
    {
        Operation = PyxproOperation.QueryRefund,
        Name = "query_refund",
        Service = "unified.trade.refundquery",
        IsQuery = true,
        IsIdempotent = true,
        WhenUncertain = OperationDescriptor.QueryAgain,
    };

    /// <summary>Gets the merchant's number of the refund, <c>out_refund_no</c>: 1 to 32 characters.</summary>
    /// <value><see langword="null"/> queries by <see cref="RefundId"/>, or all refunds of the order.</value>
    public string? OutRefundNo { get; init; }

    /// <summary>Gets the gateway's number of the refund, <c>refund_id</c>: 1 to 32 characters. The gateway uses it if
    /// both numbers are set.</summary>
    /// <value><see langword="null"/> queries by <see cref="OutRefundNo"/>, or all refunds of the order.</value>
    public string? RefundId { get; init; }

    /// <summary>Gets the merchant's order number, <c>out_trade_no</c>: 1 to 32 of A-Z, a-z, 0-9 and underscore. Without
    /// a number of a refund it queries all refunds of the order.</summary>
    /// <value><see langword="null"/> leaves it out.</value>
    public string? OutTradeNo { get; init; }

    /// <summary>Gets the gateway's number of the payment, <c>transaction_id</c>: 1 to 32 characters. Without a number
    /// of a refund it queries all refunds of the payment.</summary>
    /// <value><see langword="null"/> leaves it out.</value>
    public string? TransactionId { get; init; }

    /// <summary>Gets fields that a later guide adds, by wire name. They are signed like all others.</summary>
    /// <value>Empty by default. A name that this request sends itself is refused.</value>
    public IReadOnlyDictionary<string, string> AdditionalFields { get; init; } =
        ReadOnlyDictionary<string, string>.Empty;

    OperationDescriptor IOperation<QueryRefundResponse>.Descriptor => Descriptor;

    PyxproMessage IOperation<QueryRefundResponse>.ToMessage(MerchantContext merchant) =>
        new RequestBuilder(Descriptor.Service, merchant)
            .AddAnyOf(
                (FieldNames.OutRefundNo, OutRefundNo),
                (FieldNames.RefundId, RefundId),
                (FieldNames.OutTradeNo, OutTradeNo),
                (FieldNames.TransactionId, TransactionId))
            .AddAdditional(AdditionalFields)
            .ToMessage();

    QueryRefundResponse IOperation<QueryRefundResponse>.ReadResponse(VerifiedMessage message)
    {
        message.EnsureMatches(FieldNames.OutRefundNo, OutRefundNo);
        message.EnsureMatches(FieldNames.RefundId, RefundId);
        message.EnsureMatches(FieldNames.OutTradeNo, OutTradeNo);
        message.EnsureMatches(FieldNames.TransactionId, TransactionId);
        message.EnsureSuccess(Descriptor.IsQuery);
        if (IsByOrder)
        {
            // Nothing else says whose refunds these are.
            message.Require(string.IsNullOrEmpty(OutTradeNo) ? FieldNames.TransactionId : FieldNames.OutTradeNo);
        }

        var response = QueryRefundResponse.From(message);

        // The requested refund must be in the list, if there is any refund at all.
        return response.Refunds.Count == 0 || response.Refunds.Any(IsRequested)
            ? response
            : throw new PyxproMismatchException(
                "The signed response lists refunds, but not the requested one.",
                string.IsNullOrEmpty(OutRefundNo) ? FieldNames.RefundId : FieldNames.OutRefundNo);
    }

    private bool IsByOrder => string.IsNullOrEmpty(OutRefundNo) && string.IsNullOrEmpty(RefundId);

    private bool IsRequested(RefundRecord refund) =>
        (string.IsNullOrEmpty(OutRefundNo) || OutRefundNo == refund.OutRefundNo)
        && (string.IsNullOrEmpty(RefundId) || RefundId == refund.RefundId);
}
