using System.Collections.ObjectModel;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>A question for the state of a refund (guide 3.1.8). One of the two numbers must be set.</summary>
public sealed record QueryRefundRequest
{
    /// <summary>Gets the merchant's number of the refund, <c>out_refund_no</c>: 1 to 32 characters.</summary>
    /// <value><see langword="null"/> asks by <see cref="RefundId"/>.</value>
    public string? OutRefundNo { get; init; }

    /// <summary>Gets the gateway's number of the refund, <c>refund_id</c>: 1 to 32 characters. The gateway goes by it
    /// if both numbers are set.</summary>
    /// <value><see langword="null"/> asks by <see cref="OutRefundNo"/>.</value>
    public string? RefundId { get; init; }

    /// <summary>Gets fields that a later guide adds, by wire name. They are signed like all others.</summary>
    /// <value>Empty by default. A name that this request sends itself is refused.</value>
    public IReadOnlyDictionary<string, string> AdditionalFields { get; init; } =
        ReadOnlyDictionary<string, string>.Empty;

    internal PyxproMessage ToMessage(Merchant merchant) => new RequestFields(ServiceNames.QueryRefund, merchant)
        .AddEither(FieldNames.OutRefundNo, OutRefundNo, FieldNames.RefundId, RefundId)
        .AddAdditional(AdditionalFields)
        .ToMessage();
}
