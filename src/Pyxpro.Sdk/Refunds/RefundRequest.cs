using System.Collections.ObjectModel;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>A request to return a payment to the payer, in part or in whole (guide 3.1.7). The order's number, the
/// payment's number, or both must be set.</summary>
/// <remarks>The gateway accepts refunds until 90 days after the payment. A refund is idempotent: the same request with
/// the same <see cref="OutRefundNo"/> refunds once. After an uncertain outcome, send it again unchanged, never with
/// another number.</remarks>
public sealed record RefundRequest : IOperation<RefundResponse>
{
    internal static readonly OperationDescriptor Descriptor = new()
    {
        Operation = PyxproOperation.Refund,
        Name = "refund",
        Service = "unified.trade.refund",
        IsIdempotent = true,
        WhenUncertain =
            "the refund may have been accepted. Poll with ResolveRefundAsync, or send the same request again. Never "
            + "use another OutRefundNo for it.",
    };

    /// <summary>Gets the merchant's order number, <c>out_trade_no</c>: 1 to 32 of A-Z, a-z, 0-9 and
    /// underscore.</summary>
    /// <value><see langword="null"/> names the payment by <see cref="TransactionId"/> alone.</value>
    public string? OutTradeNo { get; init; }

    /// <summary>Gets the gateway's number of the payment, <c>transaction_id</c>: 1 to 32 characters. The gateway uses
    /// it if both numbers are set.</summary>
    /// <value><see langword="null"/> names the payment by <see cref="OutTradeNo"/> alone.</value>
    public string? TransactionId { get; init; }

    /// <summary>Gets the merchant's number of the refund, <c>out_refund_no</c>: 1 to 32 characters, unique for the
    /// merchant. Store it before the call.</summary>
    public required string OutRefundNo { get; init; }

    /// <summary>Gets the amount of the payment in minor units, <c>total_fee</c>: 1000 is HKD 10.00.</summary>
    public required long TotalFee { get; init; }

    /// <summary>Gets the amount to return in minor units, <c>refund_fee</c>: <see cref="TotalFee"/> at most. All
    /// refunds of a payment together cannot exceed it.</summary>
    public required long RefundFee { get; init; }

    /// <summary>Gets the cashier, <c>op_user_id</c>: 1 to 32 characters.</summary>
    /// <value><see langword="null"/> uses <see cref="PyxproOptions.OpUserId"/>; one of them must be set.</value>
    public string? OpUserId { get; init; }

    /// <summary>Gets where the money goes, <c>refund_channel</c>: ORIGINAL, to where it came from.</summary>
    /// <value><see langword="null"/> leaves it to the gateway, which uses ORIGINAL.</value>
    public string? RefundChannel { get; init; }

    /// <summary>Gets fields that a later guide adds, by wire name. They are signed like all others.</summary>
    /// <value>Empty by default. A name that this request sends itself is refused.</value>
    public IReadOnlyDictionary<string, string> AdditionalFields { get; init; } =
        ReadOnlyDictionary<string, string>.Empty;

    /// <summary>Gets how to poll for the outcome of the request.</summary>
    internal OutcomePoll<QueryRefundRequest, QueryRefundResponse, RefundRecord> Poll => new()
    {
        Descriptor = Descriptor,
        Call = Descriptor.Describe(OutTradeNo, TransactionId, OutRefundNo),
        Query = new QueryRefundRequest { OutRefundNo = OutRefundNo },
        InterpretReply = Interpret,
        InterpretRefusal = Interpret,
    };

    OperationDescriptor IOperation<RefundResponse>.Descriptor => Descriptor;

    PyxproMessage IOperation<RefundResponse>.ToMessage(MerchantContext merchant) =>
        new RequestBuilder(Descriptor.Service, merchant)
            .AddAnyOf((FieldNames.OutTradeNo, OutTradeNo), (FieldNames.TransactionId, TransactionId))
            .AddRequired(FieldNames.OutRefundNo, OutRefundNo)
            .AddAmount(FieldNames.TotalFee, TotalFee)
            .AddAmount(FieldNames.RefundFee, RefundFee, max: TotalFee)
            .AddRequired(FieldNames.OpUserId, OpUserId, merchant.OpUserId)
            .AddOptional(FieldNames.RefundChannel, RefundChannel)
            .AddAdditional(AdditionalFields)
            .ToMessage();

    RefundResponse IOperation<RefundResponse>.ReadResponse(VerifiedMessage message)
    {
        message.EnsureMatches(FieldNames.OutTradeNo, OutTradeNo);
        message.EnsureMatches(FieldNames.TransactionId, TransactionId);
        message.EnsureMatches(FieldNames.OutRefundNo, OutRefundNo);
        message.EnsureSuccess(Descriptor.IsQuery);
        message.EnsureMatches(FieldNames.RefundFee, WireAmount.Write(RefundFee));

        return RefundResponse.From(message);
    }

    private (PyxproResolutionState State, RefundRecord? Response) Interpret(QueryRefundResponse reply)
    {
        if (reply.Refunds.FirstOrDefault(refund => refund.OutRefundNo == OutRefundNo) is not { } refund)
        {
            return (PyxproResolutionState.NotFound, null);
        }

        var differing = refund.RefundFee != RefundFee ? FieldNames.RefundFee
            : Differs(reply.OutTradeNo, OutTradeNo) ? FieldNames.OutTradeNo
            : Differs(reply.TransactionId, TransactionId) ? FieldNames.TransactionId
            : null;

        return differing is null
            ? (PyxproResolutionState.Confirmed, refund)
            : throw new PyxproMismatchException(
                $"The gateway has a refund under this number that differs in '{differing}': it was used before.",
                differing);

        static bool Differs(string? received, string? requested) =>
            !string.IsNullOrEmpty(received) && !string.IsNullOrEmpty(requested) && received != requested;
    }

    private static PyxproResolutionState Interpret(PyxproBusinessException refusal) =>
        refusal.IsNotFound ? PyxproResolutionState.NotFound
        : refusal.IsDuplicate ? PyxproResolutionState.Confirmed
        : PyxproResolutionState.Unknown;
}
