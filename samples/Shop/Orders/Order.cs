namespace Shop;

/// <summary>An order. It is changed by conditional updates only, never by saving what was read.</summary>
public sealed class Order : Claimable
{
    /// <summary>Gets the number. It is also the secret in the URL of the order's page.</summary>
    public required string OutTradeNo { get; init; }

    public required string ProductName { get; init; }

    /// <summary>Gets the price in minor units.</summary>
    public required long TotalFee { get; init; }

    public required string FeeType { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public OrderState State { get; init; }

    /// <summary>Gets the text of the QR code.</summary>
    /// <value><see langword="null"/> until the gateway has returned it.</value>
    public string? CodeUrl { get; init; }

    /// <summary>Gets the payment that paid the order.</summary>
    public string? TransactionId { get; init; }

    public DateTimeOffset? PaidAt { get; init; }

    /// <summary>Gets whether a query has confirmed the payment. Two payers can pay one order. The query returns the
    /// first payment, even if its notification was lost.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>Gets the part of the price that is refunded or reserved for pending refunds, in minor
    /// units.</summary>
    public long RefundedFee { get; init; }
}
