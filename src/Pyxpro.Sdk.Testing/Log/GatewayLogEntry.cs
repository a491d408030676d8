namespace Pyxpro.Sdk.Testing;

/// <summary>One line of a <see cref="GatewaySimulator.Log"/>: what the gateway saw, did and answered. It is what really
/// happened, whatever the merchant was told.</summary>
public sealed record GatewayLogEntry
{
    /// <summary>Gets when it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets what the gateway did.</summary>
    public required GatewayEvent Event { get; init; }

    /// <summary>Gets what was asked of the gateway.</summary>
    /// <value><see langword="null"/> if it was no call, or one whose request could not be verified.</value>
    public PyxproOperation? Operation { get; init; }

    /// <summary>Gets the merchant, <c>mch_id</c>.</summary>
    /// <value><see langword="null"/> for a request that could not be verified.</value>
    public string? MchId { get; init; }

    /// <summary>Gets the merchant's order number, <c>out_trade_no</c>.</summary>
    /// <value><see langword="null"/> if a request named none.</value>
    public string? OutTradeNo { get; init; }

    /// <summary>Gets the gateway's number of the payment, <c>transaction_id</c>.</summary>
    /// <value><see langword="null"/> if a request named none.</value>
    public string? TransactionId { get; init; }

    /// <summary>Gets the merchant's number of the refund, <c>out_refund_no</c>.</summary>
    /// <value><see langword="null"/> if a request named none.</value>
    public string? OutRefundNo { get; init; }

    /// <summary>Gets the amount in minor units: of a refund, <c>refund_fee</c>, else of the order or payment,
    /// <c>total_fee</c>.</summary>
    /// <value><see langword="null"/> where there is none.</value>
    public long? Amount { get; init; }

    /// <summary>Gets the error that the gateway gave, <c>err_code</c>.</summary>
    /// <value>Empty if it gave none.</value>
    public PyxproErrorCode ErrorCode { get; init; }

    /// <summary>Gets what went wrong with the call.</summary>
    /// <value><see langword="null"/> if nothing did.</value>
    public CallFault? Fault { get; init; }

    /// <summary>Gets what arrived at the gateway, as XML in UTF-8.</summary>
    /// <value>Empty if it was no call.</value>
    public ReadOnlyMemory<byte> Request { get; init; }

    /// <summary>Gets what the gateway sent, before anything was lost on the way: the answer to a call, or the
    /// notification of a payment.</summary>
    /// <value>Empty if it sent nothing.</value>
    public ReadOnlyMemory<byte> Sent { get; init; }
}
