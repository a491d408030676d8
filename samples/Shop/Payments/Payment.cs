using Pyxpro.Sdk;

namespace Shop;

/// <summary>A payment that the gateway has proven, in a notification or in the answer to a query.</summary>
public sealed record Payment
{
    public required string OutTradeNo { get; init; }

    public required string? TransactionId { get; init; }

    public required long? TotalFee { get; init; }

    public required string? FeeType { get; init; }

    /// <summary>Gets whether the gateway's query told of it, and not a notification.</summary>
    public bool IsFromQuery { get; init; }

    /// <summary>Gets whether money has gone back since. Then all but the order can be unknown.</summary>
    public bool IsRefunded { get; init; }

    public static Payment From(PaymentNotification notification) => new()
    {
        OutTradeNo = notification.OutTradeNo ?? throw new ArgumentException("Not paid.", nameof(notification)),
        TransactionId = notification.TransactionId,
        TotalFee = notification.TotalFee,
        FeeType = notification.FeeType,
    };

    public static Payment From(Order asked, QueryOrderResponse answer) => new()
    {
        OutTradeNo = asked.OutTradeNo,
        TransactionId = answer.TransactionId,
        TotalFee = answer.TotalFee,
        FeeType = answer.FeeType,
        IsFromQuery = true,
        IsRefunded = answer.TradeState.IsRefunded,
    };

    /// <summary>Says whether this pays the order, and all of it.</summary>
    public bool Pays(Order order) => TransactionId is not null
        && OutTradeNo == order.OutTradeNo
        && TotalFee == order.TotalFee
        && FeeType == order.FeeType;
}
