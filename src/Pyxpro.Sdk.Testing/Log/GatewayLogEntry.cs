namespace Pyxpro.Sdk.Testing;

/// <summary>One entry of a <see cref="GatewaySimulator.Log"/>: what the gateway received, did and sent. It is what
/// really happened, also if the merchant received something else.</summary>
public sealed record GatewayLogEntry
{
    /// <summary>Gets when it happened.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Gets what changed at the gateway.</summary>
    public required GatewayEvent Event { get; init; }

    /// <summary>Gets the operation that was requested.</summary>
    /// <value><see langword="null"/> if there was no request, or it was not verified.</value>
    public PyxproOperation? Operation { get; init; }

    /// <summary>Gets the merchant, <c>mch_id</c>.</summary>
    /// <value><see langword="null"/> for a request that was not verified.</value>
    public string? MchId { get; init; }

    /// <summary>Gets the merchant's order number, <c>out_trade_no</c>.</summary>
    /// <value><see langword="null"/> if there is none.</value>
    public string? OutTradeNo { get; init; }

    /// <summary>Gets the gateway's number of the payment, <c>transaction_id</c>.</summary>
    /// <value><see langword="null"/> if there is none.</value>
    public string? TransactionId { get; init; }

    /// <summary>Gets the merchant's number of the refund, <c>out_refund_no</c>.</summary>
    /// <value><see langword="null"/> if there is none.</value>
    public string? OutRefundNo { get; init; }

    /// <summary>Gets the amount in minor units: of a refund, <c>refund_fee</c>, else of the order or payment,
    /// <c>total_fee</c>.</summary>
    /// <value><see langword="null"/> if there is none.</value>
    public long? Amount { get; init; }

    /// <summary>Gets the error of the response, <c>err_code</c>.</summary>
    /// <value>Empty if there is none.</value>
    public PyxproErrorCode ErrorCode { get; init; }

    /// <summary>Gets the fault that was injected.</summary>
    /// <value><see langword="null"/> if there was none.</value>
    public CallFault? Fault { get; init; }

    /// <summary>Gets the request, as XML in UTF-8.</summary>
    /// <value>Empty if there was none.</value>
    public ReadOnlyMemory<byte> Request { get; init; }

    /// <summary>Gets what the gateway sent: the response to a request, or the notification of a payment.</summary>
    /// <value>Empty if it sent nothing.</value>
    public ReadOnlyMemory<byte> Sent { get; init; }
}
