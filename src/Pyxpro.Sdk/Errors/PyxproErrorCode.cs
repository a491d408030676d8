using System.Text.Json.Serialization;

namespace Pyxpro.Sdk;

/// <summary>
/// A business error, <c>err_code</c>: free text, tokens as well as English sentences. It can hold values that this
/// version does not know. Compared ordinally.
/// </summary>
/// <remarks>For what an error means, see <see cref="PyxproBusinessException.Kind"/>, which reads all fields and all
/// spellings. One error has several codes here.</remarks>
public readonly record struct PyxproErrorCode
{
    /// <summary>Makes an error code from its text.</summary>
    /// <param name="value">The text, exactly as it was received.</param>
    /// <exception cref="ArgumentException"><paramref name="value"/> is empty or white space.</exception>
    [JsonConstructor]
    public PyxproErrorCode(string value)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(value);
        Value = value;
    }

    /// <summary>Gets <c>Signature error</c>: the signature of the request is wrong.</summary>
    public static PyxproErrorCode SignatureError { get; } = new("Signature error");

    /// <summary>Gets <c>SIGNERROR</c>: the signature of the request is wrong.</summary>
    public static PyxproErrorCode SignError { get; } = new("SIGNERROR");

    /// <summary>Gets <c>valid sign fail</c>: the signature of the request is wrong.</summary>
    public static PyxproErrorCode ValidSignFail { get; } = new("valid sign fail");

    /// <summary>Gets <c>Auth valid fail</c>: the merchant is not authorised.</summary>
    public static PyxproErrorCode AuthValidFail { get; } = new("Auth valid fail");

    /// <summary>Gets <c>NOAUTH</c>: the merchant may not use this service.</summary>
    public static PyxproErrorCode NoAuth { get; } = new("NOAUTH");

    /// <summary>Gets <c>ACCESS_FORBIDDEN</c>: the merchant may not use this service.</summary>
    public static PyxproErrorCode AccessForbidden { get; } = new("ACCESS_FORBIDDEN");

    /// <summary>Gets <c>unsupportapi</c>: the gateway does not know the service for this merchant.</summary>
    public static PyxproErrorCode UnsupportedApi { get; } = new("unsupportapi");

    /// <summary>Gets <c>valid mch status fail</c>: the merchant is not active.</summary>
    public static PyxproErrorCode ValidMchStatusFail { get; } = new("valid mch status fail");

    /// <summary>Gets <c>unsupported sign method</c>: the signature algorithm is not set up for the merchant.</summary>
    public static PyxproErrorCode UnsupportedSignMethod { get; } = new("unsupported sign method");

    /// <summary>Gets <c>APPID_NOT_EXIST</c>: the channel does not know the application of the merchant.</summary>
    public static PyxproErrorCode AppidNotExist { get; } = new("APPID_NOT_EXIST");

    /// <summary>Gets <c>APPID_MCHID_NOT_MATCH</c>: the application is not of this merchant.</summary>
    public static PyxproErrorCode AppidMchidNotMatch { get; } = new("APPID_MCHID_NOT_MATCH");

    /// <summary>Gets <c>valid param fail</c>: a field of the request is wrong.</summary>
    public static PyxproErrorCode ValidParamFail { get; } = new("valid param fail");

    /// <summary>Gets <c>PARAM_ERROR</c>: a field of the request is wrong.</summary>
    public static PyxproErrorCode ParamError { get; } = new("PARAM_ERROR");

    /// <summary>Gets <c>LACK_PARAMS</c>: a field of the request is missing.</summary>
    public static PyxproErrorCode LackParams { get; } = new("LACK_PARAMS");

    /// <summary>Gets <c>INVALID_REQUEST</c>: the request is not valid.</summary>
    public static PyxproErrorCode InvalidRequest { get; } = new("INVALID_REQUEST");

    /// <summary>Gets <c>XML_FORMAT_ERROR</c>: the request is not the XML that was expected.</summary>
    public static PyxproErrorCode XmlFormatError { get; } = new("XML_FORMAT_ERROR");

    /// <summary>Gets <c>NOT_UTF8</c>: the request is not UTF-8.</summary>
    public static PyxproErrorCode NotUtf8 { get; } = new("NOT_UTF8");

    /// <summary>Gets <c>ORDERISEXIST</c>: the order number is used already.</summary>
    public static PyxproErrorCode OrderIsExist { get; } = new("ORDERISEXIST");

    /// <summary>Gets <c>OUT_TRADE_NO_USED</c>: the order number is used already.</summary>
    public static PyxproErrorCode OutTradeNoUsed { get; } = new("OUT_TRADE_NO_USED");

    /// <summary>Gets <c>REFUND_FEE_INVALID</c>: the refund is larger than what is left of the payment.</summary>
    public static PyxproErrorCode RefundFeeInvalid { get; } = new("REFUND_FEE_INVALID");

    /// <summary>Gets <c>Order not exists</c>: the gateway has no such order.</summary>
    public static PyxproErrorCode OrderNotExists { get; } = new("Order not exists");

    /// <summary>Gets <c>ORDERNOTEXIST</c>: the gateway has no such order.</summary>
    public static PyxproErrorCode OrderNotExist { get; } = new("ORDERNOTEXIST");

    /// <summary>Gets <c>ACQ.TRADE_NOT_EXIST</c>: the channel has no such order.</summary>
    public static PyxproErrorCode TradeNotExist { get; } = new("ACQ.TRADE_NOT_EXIST");

    /// <summary>Gets <c>Order paid</c>: the order is paid already.</summary>
    public static PyxproErrorCode OrderHasBeenPaid { get; } = new("Order paid");

    /// <summary>Gets <c>ORDERPAID</c>: the order is paid already.</summary>
    public static PyxproErrorCode OrderPaid { get; } = new("ORDERPAID");

    /// <summary>Gets <c>ORDERCLOSED</c>: the order is closed.</summary>
    public static PyxproErrorCode OrderClosed { get; } = new("ORDERCLOSED");

    /// <summary>Gets <c>ORDERREVERSED</c>: the order is reversed.</summary>
    public static PyxproErrorCode OrderReversed { get; } = new("ORDERREVERSED");

    /// <summary>Gets <c>ORDERSTATUSERROR</c>: the order is in another state.</summary>
    public static PyxproErrorCode OrderStatusError { get; } = new("ORDERSTATUSERROR");

    /// <summary>Gets <c>refundInfo is exists</c>: the refund number is used already.</summary>
    public static PyxproErrorCode RefundInfoIsExists { get; } = new("refundInfo is exists");

    /// <summary>Gets <c>REFUNDINFOTEXIST</c>: the refund number is used already.</summary>
    public static PyxproErrorCode RefundInfotExist { get; } = new("REFUNDINFOTEXIST");

    /// <summary>Gets <c>Refund exists</c>: the refund number is used already.</summary>
    public static PyxproErrorCode RefundExists { get; } = new("Refund exists");

    /// <summary>Gets <c>Refund not exists</c>: the gateway has no such refund.</summary>
    public static PyxproErrorCode RefundNotExists { get; } = new("Refund not exists");

    /// <summary>Gets <c>NOTENOUGH</c>: the payer has too little money.</summary>
    public static PyxproErrorCode NotEnough { get; } = new("NOTENOUGH");

    /// <summary>Gets <c>BALANCE_NOT_ENOUGH</c>: the payer has too little money.</summary>
    public static PyxproErrorCode BalanceNotEnough { get; } = new("BALANCE_NOT_ENOUGH");

    /// <summary>Gets <c>ACCOUNTERROR</c>: the account of the payer cannot be used.</summary>
    public static PyxproErrorCode AccountError { get; } = new("ACCOUNTERROR");

    /// <summary>Gets <c>AUTH_CODE_INVALID</c>: the code of the payer is not valid.</summary>
    public static PyxproErrorCode AuthCodeInvalid { get; } = new("AUTH_CODE_INVALID");

    /// <summary>Gets <c>AUTHCODE_EXPIRE</c>: the code of the payer has expired.</summary>
    public static PyxproErrorCode AuthCodeExpire { get; } = new("AUTHCODE_EXPIRE");

    /// <summary>Gets <c>NOTSUPORTCARD</c>: the card of the payer cannot be used.</summary>
    public static PyxproErrorCode NotSupportCard { get; } = new("NOTSUPORTCARD");

    /// <summary>Gets <c>RULELIMIT</c>: a limit of the channel was reached.</summary>
    public static PyxproErrorCode RuleLimit { get; } = new("RULELIMIT");

    /// <summary>Gets <c>TRADE_ERROR</c>: the channel refused the trade.</summary>
    public static PyxproErrorCode TradeError { get; } = new("TRADE_ERROR");

    /// <summary>Gets <c>valid flow fail</c>: too many requests at once.</summary>
    public static PyxproErrorCode ValidFlowFail { get; } = new("valid flow fail");

    /// <summary>Gets <c>SYSTEMERROR</c>: the gateway failed.</summary>
    public static PyxproErrorCode SystemError { get; } = new("SYSTEMERROR");

    /// <summary>Gets <c>System error</c>: the gateway failed.</summary>
    public static PyxproErrorCode SystemErrorText { get; } = new("System error");

    /// <summary>Gets <c>Internal error</c>: the gateway failed.</summary>
    public static PyxproErrorCode InternalError { get; } = new("Internal error");

    /// <summary>Gets <c>BANKERROR</c>: the bank failed.</summary>
    public static PyxproErrorCode BankError { get; } = new("BANKERROR");

    /// <summary>Gets <c>ACQ.SYSTEM_ERROR</c>: the channel failed.</summary>
    public static PyxproErrorCode AcqSystemError { get; } = new("ACQ.SYSTEM_ERROR");

    /// <summary>Gets <c>aop.ACQ.SYSTEM_ERROR</c>: the channel failed.</summary>
    public static PyxproErrorCode AopAcqSystemError { get; } = new("aop.ACQ.SYSTEM_ERROR");

    /// <summary>Gets <c>transaction internal error</c>: the gateway failed.</summary>
    public static PyxproErrorCode TransactionInternalError { get; } = new("transaction internal error");

    /// <summary>Gets <c>SYSERR</c>: the gateway failed.</summary>
    public static PyxproErrorCode SysErr { get; } = new("SYSERR");

    /// <summary>Gets <c>USERPAYING</c>: the payer is paying.</summary>
    public static PyxproErrorCode UserPaying { get; } = new("USERPAYING");

    /// <summary>Gets <c>10003</c>: the payer is paying.</summary>
    public static PyxproErrorCode WaitingForPayer { get; } = new("10003");

    /// <summary>Gets <c>ORDER_SUCCESS_PAY_INPROCESS</c>: the order was created and is being paid.</summary>
    public static PyxproErrorCode OrderSuccessPayInProcess { get; } = new("ORDER_SUCCESS_PAY_INPROCESS");

    /// <summary>Gets the text, exactly as it was received.</summary>
    /// <value>Empty if the response had no error code.</value>
    public string Value => field ?? "";

    /// <summary>Returns the text.</summary>
    public override string ToString() => Value;
}
