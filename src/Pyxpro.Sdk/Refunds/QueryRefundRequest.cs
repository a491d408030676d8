using System.Collections.ObjectModel;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>A request for the state of a refund (guide 3.1.8). One of the two numbers must be set.</summary>
public sealed record QueryRefundRequest : IOperation<QueryRefundResponse>
{
    private static readonly OperationDescriptor Descriptor = new()
    {
        Operation = PyxproOperation.QueryRefund,
        Name = "query_refund",
        Service = "unified.trade.refundquery",
        IsQuery = true,
        IsIdempotent = true,
        WhenUncertain = OperationDescriptor.QueryAgain,
    };

    /// <summary>Gets the merchant's number of the refund, <c>out_refund_no</c>: 1 to 32 characters.</summary>
    /// <value><see langword="null"/> queries by <see cref="RefundId"/>.</value>
    public string? OutRefundNo { get; init; }

    /// <summary>Gets the gateway's number of the refund, <c>refund_id</c>: 1 to 32 characters. The gateway uses it if
    /// both numbers are set.</summary>
    /// <value><see langword="null"/> queries by <see cref="OutRefundNo"/>.</value>
    public string? RefundId { get; init; }

    /// <summary>Gets fields that a later guide adds, by wire name. They are signed like all others.</summary>
    /// <value>Empty by default. A name that this request sends itself is refused.</value>
    public IReadOnlyDictionary<string, string> AdditionalFields { get; init; } =
        ReadOnlyDictionary<string, string>.Empty;

    OperationDescriptor IOperation<QueryRefundResponse>.Descriptor => Descriptor;

    PyxproMessage IOperation<QueryRefundResponse>.ToMessage(MerchantContext merchant) =>
        new RequestBuilder(Descriptor.Service, merchant)
            .AddEither(FieldNames.OutRefundNo, OutRefundNo, FieldNames.RefundId, RefundId)
            .AddAdditional(AdditionalFields)
            .ToMessage();

    QueryRefundResponse IOperation<QueryRefundResponse>.ReadResponse(VerifiedMessage message)
    {
        message.EnsureMatches(FieldNames.OutRefundNo, OutRefundNo);
        message.EnsureMatches(FieldNames.RefundId, RefundId);
        message.EnsureSuccess(Descriptor.IsQuery);
        var response = QueryRefundResponse.From(message);

        // The requested refund must be in the list, if there is any refund at all.
        return response.Refunds.Count == 0 || response.Refunds.Any(IsRequested)
            ? response
            : throw new PyxproMismatchException(
                "The signed response lists refunds, but not the requested one.",
                string.IsNullOrEmpty(OutRefundNo) ? FieldNames.RefundId : FieldNames.OutRefundNo);
    }

    private bool IsRequested(RefundRecord refund) =>
        (string.IsNullOrEmpty(OutRefundNo) || OutRefundNo == refund.OutRefundNo)
        && (string.IsNullOrEmpty(RefundId) || RefundId == refund.RefundId);
}
