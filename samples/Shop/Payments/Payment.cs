using Pyxpro.Sdk;

namespace Shop;

/// <summary>A payment from a verified notification or query response.</summary>
public sealed record Payment
{
    public required string OutTradeNo { get; init; }

    public required string? TransactionId { get; init; }

    public required long? TotalFee { get; init; }

    public required string? FeeType { get; init; }

    /// <summary>Gets whether it comes from a query, not from a notification.</summary>
    public bool IsFromQuery { get; init; }

    /// <summary>Gets whether it was refunded. Then all other values may be missing.</summary>
    public bool IsRefunded { get; init; }

    public static Payment From(PaymentNotification notification) => new()
    {
        OutTradeNo = notification.OutTradeNo ?? throw new ArgumentException("Not paid.", nameof(notification)),
        TransactionId = notification.TransactionId,
        TotalFee = notification.TotalFee,
        FeeType = notification.FeeType,
    };

    public static Payment From(Order asked, QueryOrderResponse response) => new()
    {
        OutTradeNo = asked.OutTradeNo,
        TransactionId = response.TransactionId,
        TotalFee = response.TotalFee,
        FeeType = response.FeeType,
        IsFromQuery = true,
        IsRefunded = response.TradeState.IsRefunded,
    };

    /// <summary>Returns whether this pays the whole order.</summary>
    public bool Pays(Order order) => TransactionId is not null
        && OutTradeNo == order.OutTradeNo
        && TotalFee == order.TotalFee
        && FeeType == order.FeeType;
}
