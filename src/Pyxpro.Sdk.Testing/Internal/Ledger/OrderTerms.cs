using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>What a merchant asked for with an order. The same order asked for again has the same terms.</summary>
internal sealed record OrderTerms
{
    public required long TotalFee { get; init; }

    public required string Body { get; init; }

    public required string Attach { get; init; }

    public required string DeviceInfo { get; init; }

    public required string NotifyUrl { get; init; }

    public required string TimeStart { get; init; }

    public required string TimeExpire { get; init; }

    /// <summary>Gets when the order can no longer be paid, where the times that were sent take effect.</summary>
    public required DateTimeOffset? ExpiresAt { get; init; }

    public required string OpUserId { get; init; }

    public required string GoodsTag { get; init; }

    public required string ProductId { get; init; }

    public required string LimitCreditPay { get; init; }

    // Not mch_create_ip: the same order may be asked for again by another machine of the merchant's.
    public static OrderTerms Read(RequestMessage request, GatewayDialect dialect) => new()
    {
        TotalFee = request.FindAmount(FieldNames.TotalFee),
        Body = request.Find(FieldNames.Body),
        Attach = request.Find(FieldNames.Attach),
        DeviceInfo = request.Find(FieldNames.DeviceInfo),
        NotifyUrl = request.Find(FieldNames.NotifyUrl),
        TimeStart = request.Find(FieldNames.TimeStart),
        TimeExpire = request.Find(FieldNames.TimeExpire),
        ExpiresAt = dialect.ExpiresWithoutStart || request.FindTime(FieldNames.TimeStart) is not null
            ? request.FindTime(FieldNames.TimeExpire)
            : null,
        OpUserId = request.Find(FieldNames.OpUserId),
        GoodsTag = request.Find(FieldNames.GoodsTag),
        ProductId = request.Find(FieldNames.ProductId),
        LimitCreditPay = request.Find(FieldNames.LimitCreditPay),
    };
}
