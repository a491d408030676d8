using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>The gateway's response to a <see cref="QueryOrderRequest"/> (guide 3.1.5).</summary>
/// <remarks>Only <see cref="TradeState"/> says whether money was received. The gateway omits most fields of an order
/// that was not paid.</remarks>
public sealed class QueryOrderResponse
{
    /// <summary>Gets the state of the order, <c>trade_state</c>.</summary>
    public required TradeState TradeState { get; init; }

    /// <summary>Gets the merchant's order number, <c>out_trade_no</c>.</summary>
    /// <value>Not <see langword="null"/> if the state is SUCCESS.</value>
    public string? OutTradeNo { get; init; }

    /// <summary>Gets the gateway's number of the payment, <c>transaction_id</c>.</summary>
    /// <value>Not <see langword="null"/> if the state is SUCCESS.</value>
    public string? TransactionId { get; init; }

    /// <summary>Gets Alipay's number of the payment, <c>out_transaction_id</c>.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? OutTransactionId { get; init; }

    /// <summary>Gets the amount in minor units of <see cref="FeeType"/>, <c>total_fee</c>: 1000 is HKD 10.00.</summary>
    /// <value>Not <see langword="null"/> if the state is SUCCESS. In other states <see langword="null"/> also if it is
    /// malformed; the text is in <see cref="Message"/>.</value>
    public long? TotalFee { get; init; }

    /// <summary>Gets the part of <see cref="TotalFee"/> that was paid by coupon, <c>coupon_fee</c>, in minor units. The
    /// rest is the cash paid; a coupon cannot be refunded.</summary>
    /// <value><see langword="null"/> if it was not sent, is malformed, or is larger than <see cref="TotalFee"/>; the
    /// text is in <see cref="Message"/>.</value>
    public long? CouponFee { get; init; }

    /// <summary>Gets the currency, <c>fee_type</c>: three letters of ISO 4217.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? FeeType { get; init; }

    /// <summary>Gets when the payment was completed, <c>time_end</c>, at +08:00.</summary>
    /// <value><see langword="null"/> if it was not sent or is malformed; the text is in <see cref="Message"/>.</value>
    public DateTimeOffset? TimeEnd { get; init; }

    /// <summary>Gets the kind of payment, <c>trade_type</c>.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? TradeType { get; init; }

    /// <summary>Gets the text that the merchant attached to the order, <c>attach</c>.</summary>
    /// <value><see langword="null"/> if there is none.</value>
    public string? Attach { get; init; }

    /// <summary>Gets the bank, <c>bank_type</c>.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? BankType { get; init; }

    /// <summary>Gets the bank's number of the bill, <c>bank_billno</c>.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? BankBillno { get; init; }

    /// <summary>Gets the terminal, <c>device_info</c>.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? DeviceInfo { get; init; }

    /// <summary>Gets every field, exactly as it was signed, those included that this version does not know.</summary>
    public required PyxproMessage Message { get; init; }

    /// <summary>Says whether this is the payment of the merchant's order: <c>SUCCESS</c>, with this number, amount and
    /// currency, compared ordinally. It is <see langword="false"/> if money was refunded, <c>REFUND</c>.</summary>
    /// <param name="outTradeNo">The merchant's order number.</param>
    /// <param name="totalFee">The order's amount in minor units.</param>
    /// <param name="feeType">The order's currency: three letters of ISO 4217.</param>
    /// <exception cref="ArgumentNullException">The number or the currency is <see langword="null"/>.</exception>
    public bool Matches(string outTradeNo, long totalFee, string feeType) =>
        FindMismatch(outTradeNo, totalFee, feeType) is null;

    /// <summary>Throws unless this is the payment of the merchant's order, as <see cref="Matches"/> says.</summary>
    /// <param name="outTradeNo">The merchant's order number.</param>
    /// <param name="totalFee">The order's amount in minor units.</param>
    /// <param name="feeType">The order's currency: three letters of ISO 4217.</param>
    /// <exception cref="ArgumentNullException">The number or the currency is <see langword="null"/>.</exception>
    /// <exception cref="PyxproMismatchException">It is not, or the state is not <c>SUCCESS</c>;
    /// <see cref="PyxproMismatchException.FieldName"/> says which field differs.</exception>
    public void EnsureMatches(string outTradeNo, long totalFee, string feeType)
    {
        if (FindMismatch(outTradeNo, totalFee, feeType) is { } fieldName)
        {
            throw OrderComparison.ToException("response", fieldName);
        }
    }

    internal static QueryOrderResponse From(VerifiedMessage message)
    {
        var tradeState = new TradeState(message.Require(FieldNames.TradeState));
        if (tradeState.IsPaid)
        {
            // Without its numbers, any paid order could be taken for the requested one.
            message.Require(FieldNames.OutTradeNo);
            message.Require(FieldNames.TransactionId);
            message.RequirePositiveAmount(FieldNames.TotalFee);
        }

        var totalFee = message.FindPositiveAmount(FieldNames.TotalFee);
        var couponFee = message.FindAmount(FieldNames.CouponFee);

        return new QueryOrderResponse
        {
            TradeState = tradeState,
            OutTradeNo = message.Find(FieldNames.OutTradeNo),
            TransactionId = message.Find(FieldNames.TransactionId),
            OutTransactionId = message.Find(FieldNames.OutTransactionId),
            TotalFee = totalFee,
            CouponFee = couponFee > totalFee ? null : couponFee,
            FeeType = message.Find(FieldNames.FeeType),
            TimeEnd = message.FindTime(FieldNames.TimeEnd),
            TradeType = message.Find(FieldNames.TradeType),
            Attach = message.Find(FieldNames.Attach),
            BankType = message.Find(FieldNames.BankType),
            BankBillno = message.Find(FieldNames.BankBillno),
            DeviceInfo = message.Find(FieldNames.DeviceInfo),
            Message = message.Message,
        };
    }

    private string? FindMismatch(string outTradeNo, long totalFee, string feeType) => OrderComparison.FindMismatch(
        (FieldNames.TradeState, TradeState.IsPaid, OutTradeNo, TotalFee, FeeType), outTradeNo, totalFee, feeType);
}
