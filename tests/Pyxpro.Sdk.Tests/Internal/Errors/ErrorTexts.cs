namespace Pyxpro.Sdk.Tests;

/// <summary>What gateways write into signed errors, by what is known of it: the list of the documentation, not the
/// SDK's own.</summary>
internal static class ErrorTexts
{
    /// <summary>Gets what is known to mean that nothing was done.</summary>
    public static string[] DidNothing { get; } =
    [
        "Signature error", "SIGNERROR", "valid sign fail", "Auth valid fail", "NOAUTH", "ACCESS_FORBIDDEN",
        "unsupportapi", "valid mch status fail", "unsupported sign method", "APPID_NOT_EXIST", "APPID_MCHID_NOT_MATCH",
        "valid param fail", "PARAM_ERROR", "LACK_PARAMS", "INVALID_REQUEST", "XML_FORMAT_ERROR", "NOT_UTF8",
        "ORDERISEXIST", "OUT_TRADE_NO_USED", "REFUND_FEE_INVALID", "Order not exists", "ORDERNOTEXIST",
        "ACQ.TRADE_NOT_EXIST", "Order paid", "ORDERPAID", "ORDERCLOSED", "ORDERREVERSED", "ORDERSTATUSERROR",
        "refundInfo is exists", "REFUNDINFOTEXIST", "Refund exists", "Refund not exists", "NOTENOUGH",
        "BALANCE_NOT_ENOUGH", "ACCOUNTERROR", "AUTH_CODE_INVALID", "AUTHCODE_EXPIRE", "NOTSUPORTCARD", "RULELIMIT",
        "TRADE_ERROR", "valid flow fail",
    ];

    /// <summary>Gets what says that there is no such order or refund.</summary>
    public static string[] NotFound { get; } =
        ["Order not exists", "ORDERNOTEXIST", "ACQ.TRADE_NOT_EXIST", "Refund not exists"];

    /// <summary>Gets what says that there is one.</summary>
    public static string[] Found { get; } =
    [
        "ORDERISEXIST", "OUT_TRADE_NO_USED", "Order paid", "ORDERPAID", "ORDERCLOSED", "ORDERREVERSED",
        "refundInfo is exists", "REFUNDINFOTEXIST", "Refund exists",
    ];

    /// <summary>Gets what says that the order is paid.</summary>
    public static string[] Paid { get; } = ["Order paid", "ORDERPAID"];

    /// <summary>Gets what says that the order is closed.</summary>
    public static string[] Closed { get; } = ["ORDERCLOSED", "ORDERREVERSED"];

    /// <summary>Gets what is known to mean that the gateway does not know itself.</summary>
    public static string[] Uncertain { get; } =
    [
        "SYSTEMERROR", "System error", "Internal error", "BANKERROR", "ACQ.SYSTEM_ERROR", "aop.ACQ.SYSTEM_ERROR",
        "transaction internal error", "SYSERR", "USERPAYING", "10003", "ORDER_SUCCESS_PAY_INPROCESS",
        "aop.unknow-error", "aop.unknown-error", "isp.unknow-error", "isp.unknown-error", "ACQ.UNKNOWN_ERROR", "UNKNOWN",
        "UNKNOWN_ERROR", "04", "SYSTEM-ERROR", "SYS_ERROR", "System exception", "System busy", "System timeout",
        "Internal server error", "Network timeout", "Network error", "Timeout", "notify internal error",
        "valid pay gateway result no sign", "BANK_ERROR", "BIZERR_NEED_RETRY", "PROCESSING", "REFUNDING", "USER_PAYING",
        "WAIT_BUYER_PAY", "系统异常", "系统错误", "系统超时", "系统繁忙", "系统繁忙，请稍后再试", "系统繁忙,请稍后再试",
        "系统繁忙，请稍后重试", "网络超时", "网络异常", "银行系统异常", "用户支付中，需要输入密码", "交易状态未明",
        "处理结果未知", "处理中",
    ];

    /// <summary>Gets what nobody foresaw, and what is near to what is known.</summary>
    public static string[] Unknown { get; } =
    [
        "SYSTEM_ERROR_1", "System error, try again", "network timeout of the bank", "notify error", "系统", "签名错误",
        "not known", "ORDERPAIDX", "not PARAM_ERROR", "isp.error", "valid error", "PARAM_ERROR?SYSTEMERROR",
        "ORDER PAID TWICE", "0", "-1", "null", "ERROR", "NOT_REFUNDED",
    ];
}
