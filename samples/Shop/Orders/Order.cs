namespace Shop;

/// <summary>An order. It is changed by conditional writes alone, and never by saving what was read.</summary>
public sealed class Order : Claimable
{
    /// <summary>Gets the number, which is also the secret in the address of its page.</summary>
    public required string OutTradeNo { get; init; }

    public required string ProductName { get; init; }

    /// <summary>Gets the price in minor units.</summary>
    public required long TotalFee { get; init; }

    public required string FeeType { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public OrderState State { get; init; }

    /// <summary>Gets the text of the QR code.</summary>
    /// <value><see langword="null"/> until the gateway has given it.</value>
    public string? CodeUrl { get; init; }

    /// <summary>Gets the payment that the order was delivered for.</summary>
    public string? TransactionId { get; init; }

    public DateTimeOffset? PaidAt { get; init; }

    /// <summary>Gets whether the gateway was asked about the payment since the order is paid. Two payers can pay one
    /// order, and the query tells of the first payment even if its notification never arrived.</summary>
    public bool IsConfirmed { get; init; }

    /// <summary>Gets what refunds have reserved of the price, in minor units: those that are done, under way, or
    /// uncertain.</summary>
    public long RefundedFee { get; init; }
}
