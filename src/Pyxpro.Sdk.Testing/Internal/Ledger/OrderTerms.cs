namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>What the merchant asked for when it created an order. A repeated create has equal terms.</summary>
internal sealed record OrderTerms
{
    public required long TotalFee { get; init; }

    public required string Body { get; init; }

    public required string NotifyUrl { get; init; }

    public required string? Attach { get; init; }

    public required string? DeviceInfo { get; init; }

    public required string? TimeStart { get; init; }

    public required string? TimeExpire { get; init; }

    /// <summary>Gets when the order can no longer be paid, or null if the times of the request have no
    /// effect.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    public required string? OpUserId { get; init; }

    public required string? GoodsTag { get; init; }

    public required string? ProductId { get; init; }

    public required string? LimitCreditPay { get; init; }
}
