namespace Pyxpro.Sdk.Testing;

/// <summary>A snapshot of an order of a <see cref="GatewaySimulator"/>.</summary>
public sealed record SimulatedOrder
{
    /// <summary>Gets the merchant's order number, <c>out_trade_no</c>.</summary>
    public required string OutTradeNo { get; init; }

    /// <summary>Gets the amount in minor units of <see cref="FeeType"/>, <c>total_fee</c>.</summary>
    public required long TotalFee { get; init; }

    /// <summary>Gets the currency, <c>fee_type</c>.</summary>
    public required string FeeType { get; init; }

    /// <summary>Gets what is sold, <c>body</c>.</summary>
    public required string Body { get; init; }

    /// <summary>Gets the text of the QR code, <c>code_url</c>.</summary>
    public required string CodeUrl { get; init; }

    /// <summary>Gets where notifications of the order go, <c>notify_url</c>.</summary>
    public required string NotifyUrl { get; init; }

    /// <summary>Gets the text that the merchant attached, <c>attach</c>.</summary>
    /// <value><see langword="null"/> if there is none.</value>
    public string? Attach { get; init; }

    /// <summary>Gets the terminal, <c>device_info</c>.</summary>
    /// <value><see langword="null"/> if there is none.</value>
    public string? DeviceInfo { get; init; }

    /// <summary>Gets when the order was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Gets when the order can no longer be paid.</summary>
    /// <value><see langword="null"/> if the request did not set it.</value>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Gets the state, <c>trade_state</c>.</summary>
    public TradeState TradeState { get; init; } = TradeState.NotPay;

    /// <summary>Gets the payments.</summary>
    /// <value>Empty until the order is paid; more than one if two payers scanned the code.</value>
    public IReadOnlyList<SimulatedPayment> Payments { get; init; } = [];

    /// <summary>Gets the gateway's number of the first payment, <c>transaction_id</c>.</summary>
    /// <value><see langword="null"/> until the order is paid.</value>
    public string? TransactionId => Payments.Count > 0 ? Payments[0].TransactionId : null;

    /// <summary>Gets when the order was first paid, <c>time_end</c>.</summary>
    /// <value><see langword="null"/> until the order is paid.</value>
    public DateTimeOffset? PaidAt => Payments.Count > 0 ? Payments[0].PaidAt : null;
}
