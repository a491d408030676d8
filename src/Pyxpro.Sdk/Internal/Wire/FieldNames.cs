namespace Pyxpro.Sdk.Internal;

/// <summary>The wire names of the guide's tables and of the two fields beside them that this SDK reads.</summary>
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

    /// <summary>Every name above, <see cref="Sign"/> excepted: the names that must not hide inside a value.</summary>
    public static ReadOnlySpan<string> Signed => SignedNames;

    private static readonly string[] SignedNames =
    [
        Attach, BankBillno, BankType, Body, Charset, CodeImgUrl, CodeUrl, CouponFee, CouponRefundFee, DeviceInfo,
        ErrCode, ErrCodeDes, ErrMsg, FeeType, GoodsTag, LimitCreditPay, MchCreateIp, MchId, Message, NeedQuery,
        NonceStr, NotifyUrl, OpUserId, Openid, OutRefundNo, OutTradeNo, OutTransactionId, PayInfo, PayResult,
        ProductId, RefundChannel, RefundCount, RefundFee, RefundId, RefundStatus, RefundTime, ResultCode, Service,
        SignType, Status, TimeEnd, TimeExpire, TimeStart, TotalFee, TradeState, TradeType, TransactionId, Version,
    ];
}
