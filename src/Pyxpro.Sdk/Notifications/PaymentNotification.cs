using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>What the gateway posted to <c>notify_url</c> (guide 3.1.4), verified. The only way to get one is
/// <see cref="PyxproClient.ParseNotification(ReadOnlyMemory{byte})"/>, or the <c>TryParseNotification</c> of the same
/// parameter.</summary>
/// <remarks>
/// An authentic notification can report a failed payment: read <see cref="IsPaid"/> first. Then compare it with the
/// order by <see cref="Matches"/> or <see cref="EnsureMatches"/>. Delivery is at-least-once: the gateway retries until
/// the response is <c>success</c>, and sometimes afterwards. If a notification is hours late, query the order before
/// you deliver, because the payment may have been refunded since.
/// </remarks>
[DebuggerDisplay("IsPaid = {IsPaid}, OutTradeNo = {OutTradeNo}")]
public sealed class PaymentNotification
{
    private readonly VerifiedMessage _verified;

    internal PaymentNotification(VerifiedMessage verified, bool isPaid)
    {
        _verified = verified;
        IsPaid = isPaid;
    }

    /// <summary>Gets whether money was received: <c>status</c>, <c>result_code</c> and <c>pay_result</c> are all
    /// exactly <c>0</c>. Then <see cref="OutTradeNo"/>, <see cref="TransactionId"/>, <see cref="TotalFee"/> and
    /// <see cref="FeeType"/> are there.</summary>
    [MemberNotNullWhen(true, nameof(OutTradeNo), nameof(TransactionId), nameof(TotalFee), nameof(FeeType))]
    public bool IsPaid { get; }

    /// <summary>Gets the merchant, <c>mch_id</c>: the configured one.</summary>
    public string MchId => _verified.Require(FieldNames.MchId);

    /// <summary>Gets the merchant's order number, <c>out_trade_no</c>.</summary>
    /// <value><see langword="null"/> only if <see cref="IsPaid"/> is <see langword="false"/>.</value>
    public string? OutTradeNo => _verified.Find(FieldNames.OutTradeNo);

    /// <summary>Gets the gateway's number of the payment, <c>transaction_id</c>. Another one for the same order is a
    /// second payment.</summary>
    /// <value><see langword="null"/> only if <see cref="IsPaid"/> is <see langword="false"/>.</value>
    public string? TransactionId => _verified.Find(FieldNames.TransactionId);

    /// <summary>Gets Alipay's number of the payment, <c>out_transaction_id</c>.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? OutTransactionId => _verified.Find(FieldNames.OutTransactionId);

    /// <summary>Gets the amount in minor units of <see cref="FeeType"/>, <c>total_fee</c>: 1000 is HKD 10.00.</summary>
    /// <value><see langword="null"/> only if <see cref="IsPaid"/> is <see langword="false"/>.</value>
    public long? TotalFee =>
        WireAmount.TryRead<char>(_verified.Find(FieldNames.TotalFee), out var totalFee) ? totalFee : null;

    /// <summary>Gets the currency, <c>fee_type</c>: three letters of ISO 4217.</summary>
    /// <value><see langword="null"/> only if <see cref="IsPaid"/> is <see langword="false"/>.</value>
    public string? FeeType => _verified.Find(FieldNames.FeeType);

    /// <summary>Gets when the payment was completed, <c>time_end</c>, at +08:00.</summary>
    /// <value><see langword="null"/> if it was not sent or is malformed; the text is in <see cref="Message"/>.</value>
    public DateTimeOffset? TimeEnd => _verified.FindTime(FieldNames.TimeEnd);

    /// <summary>Gets the kind of payment, <c>trade_type</c>.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? TradeType => _verified.Find(FieldNames.TradeType);

    /// <summary>Gets the payer's identity at Alipay, <c>openid</c>: personal data.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? Openid => _verified.Find(FieldNames.Openid);

    /// <summary>Gets the text that the merchant attached to the order, <c>attach</c>.</summary>
    /// <value><see langword="null"/> if there is none.</value>
    public string? Attach => _verified.Find(FieldNames.Attach);

    /// <summary>Gets the bank, <c>bank_type</c>.</summary>
    /// <value><see langword="null"/> if it was not sent, as is usual with Alipay.</value>
    public string? BankType => _verified.Find(FieldNames.BankType);

    /// <summary>Gets the terminal, <c>device_info</c>.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? DeviceInfo => _verified.Find(FieldNames.DeviceInfo);

    /// <summary>Gets why the payment failed, in words, <c>pay_info</c>.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? PayInfo => _verified.Find(FieldNames.PayInfo);

    /// <summary>Gets the error, <c>err_code</c>.</summary>
    /// <value>Empty if it was not sent.</value>
    public PyxproErrorCode ErrCode => _verified.ErrorCode;

    /// <summary>Gets the error in words, <c>err_msg</c>, or <c>err_code_des</c> where the gateway sends that.</summary>
    /// <value><see langword="null"/> if it was not sent.</value>
    public string? ErrMsg => _verified.ErrorText;

    /// <summary>Gets what the caller has to do about the error, by all error fields and spellings.</summary>
    /// <value><see cref="PyxproErrorKind.Unknown"/> if there is no error, or one that this version does not
    /// know.</value>
    public PyxproErrorKind ErrKind => _verified.Error.Kind;

    /// <summary>Gets every field, exactly as it was signed, those included that this version does not know.</summary>
    public PyxproMessage Message => _verified.Message;

    /// <summary>Says whether this is the payment of the merchant's order: paid, with this number, amount and currency,
    /// compared ordinally.</summary>
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
    /// <exception cref="PyxproMismatchException">It is not, or it is not paid;
    /// <see cref="PyxproMismatchException.FieldName"/> says which field differs.</exception>
    public void EnsureMatches(string outTradeNo, long totalFee, string feeType)
    {
        if (FindMismatch(outTradeNo, totalFee, feeType) is { } fieldName)
        {
            throw OrderComparison.ToException("notification", fieldName);
        }
    }

    private string? FindMismatch(string outTradeNo, long totalFee, string feeType) => OrderComparison.FindMismatch(
        (FieldNames.PayResult, IsPaid, OutTradeNo, TotalFee, FeeType), outTradeNo, totalFee, feeType);
}
