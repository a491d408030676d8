using System.Buffers;
using System.Text;

namespace Pyxpro.Sdk.Internal;

/// <summary>The wire names of the guide's tables and of the two other fields that this SDK reads, what a name can be,
/// and the lookup of a name by its UTF-8 bytes.</summary>
internal static class FieldNames
{
    public const string Attach = "attach";
    public const string BankBillno = "bank_billno";
    public const string BankType = "bank_type";
    public const string Body = "body";
    public const string Charset = "charset";
    public const string CodeImgUrl = "code_img_url";
    public const string CodeUrl = "code_url";
    public const string CouponFee = "coupon_fee";
    public const string CouponRefundFee = "coupon_refund_fee";
    public const string DeviceInfo = "device_info";
    public const string ErrCode = "err_code";
    public const string ErrCodeDes = "err_code_des";
    public const string ErrMsg = "err_msg";
    public const string FeeType = "fee_type";
    public const string GoodsTag = "goods_tag";
    public const string LimitCreditPay = "limit_credit_pay";
    public const string MchCreateIp = "mch_create_ip";
    public const string MchId = "mch_id";
    public const string Message = "message";
    public const string NeedQuery = "need_query";
    public const string NonceStr = "nonce_str";
    public const string NotifyUrl = "notify_url";
    public const string OpUserId = "op_user_id";
    public const string Openid = "openid";
    public const string OutRefundNo = "out_refund_no";
    public const string OutTradeNo = "out_trade_no";
    public const string OutTransactionId = "out_transaction_id";
    public const string PayInfo = "pay_info";
    public const string PayResult = "pay_result";
    public const string ProductId = "product_id";
    public const string RefundChannel = "refund_channel";
    public const string RefundCount = "refund_count";
    public const string RefundFee = "refund_fee";
    public const string RefundId = "refund_id";
    public const string RefundStatus = "refund_status";
    public const string RefundTime = "refund_time";
    public const string ResultCode = "result_code";
    public const string Service = "service";
    public const string Sign = "sign";
    public const string SignType = "sign_type";
    public const string Status = "status";
    public const string TimeEnd = "time_end";
    public const string TimeExpire = "time_expire";
    public const string TimeStart = "time_start";
    public const string TotalFee = "total_fee";
    public const string TradeState = "trade_state";
    public const string TradeType = "trade_type";
    public const string TransactionId = "transaction_id";
    public const string Version = "version";

    /// <summary>The longest name that a field can have.</summary>
    public const int MaxLength = 64;

    private const string Alphabet = "-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";
    private const int Buckets = 256;

    private static readonly string[] SignedNames =
    [
        Attach, BankBillno, BankType, Body, Charset, CodeImgUrl, CodeUrl, CouponFee, CouponRefundFee, DeviceInfo,
        ErrCode, ErrCodeDes, ErrMsg, FeeType, GoodsTag, LimitCreditPay, MchCreateIp, MchId, Message, NeedQuery,
        NonceStr, NotifyUrl, OpUserId, Openid, OutRefundNo, OutTradeNo, OutTransactionId, PayInfo, PayResult,
        ProductId, RefundChannel, RefundCount, RefundFee, RefundId, RefundStatus, RefundTime, ResultCode, Service,
        SignType, Status, TimeEnd, TimeExpire, TimeStart, TotalFee, TradeState, TradeType, TransactionId, Version,
    ];

    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);
    private static readonly SearchValues<byte> Utf8Characters = SearchValues.Create(Encoding.ASCII.GetBytes(Alphabet));
    private static readonly Entry[][] ByHash = GroupByHash();

    /// <summary>Gets every name above except <see cref="Sign"/>: the names that must not be injected through a
    /// value.</summary>
    public static ReadOnlySpan<string> Signed => SignedNames;

    /// <summary>Says whether a text is a field name: an ASCII letter or underscore, then letters, digits and <c>_ -
    /// .</c></summary>
    public static bool IsValid(string name) =>
        name.Length is > 0 and <= MaxLength && IsStart(name[0]) && !name.AsSpan().ContainsAnyExcept(Characters);

    /// <summary>Returns the length of the name at the start of a text: 0 when there is none or it is too
    /// long.</summary>
    public static int Measure(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || !IsStart((char)text[0]))
        {
            return 0;
        }

        var length = text.IndexOfAnyExcept(Utf8Characters);

        return length is > 0 and <= MaxLength ? length : 0;
    }

    /// <summary>Says whether a name is <c>sign</c> in other letters: the guide prints both, and only one of them is
    /// left out of the signature.</summary>
    public static bool IsMisspelledSign(ReadOnlySpan<byte> name) =>
        name.Length == Sign.Length && Ascii.EqualsIgnoreCase(name, "sign"u8) && !name.SequenceEqual("sign"u8);

    /// <summary>Returns the string for a name, which is shared when the protocol knows the name.</summary>
    public static string GetString(ReadOnlySpan<byte> name) =>
        FindSigned(name) ?? (name.SequenceEqual("sign"u8) ? Sign : Encoding.ASCII.GetString(name));

    /// <summary>Returns the protocol's name that these bytes spell, <c>sign</c> excepted. Allocates nothing.</summary>
    public static string? FindSigned(ReadOnlySpan<byte> name)
    {
        foreach (var entry in ByHash[Hash(name)])
        {
            if (name.SequenceEqual(entry.Utf8))
            {
                return entry.Name;
            }
        }

        return null;
    }

    private static bool IsStart(char character) => char.IsAsciiLetter(character) || character == '_';

    private static Entry[][] GroupByHash()
    {
        var byHash = SignedNames
            .Select(name => new Entry(name, Encoding.ASCII.GetBytes(name)))
            .ToLookup(entry => Hash(entry.Utf8));

        return [.. Enumerable.Range(0, Buckets).Select(hash => byHash[hash].ToArray())];
    }

    // Enough to distinguish nearly all the names.
    private static int Hash(ReadOnlySpan<byte> name) =>
        name.IsEmpty ? 0 : ((name[0] * 37) + (name[^1] * 17) + (name.Length * 13)) % Buckets;

    private readonly record struct Entry(string Name, byte[] Utf8);
}
