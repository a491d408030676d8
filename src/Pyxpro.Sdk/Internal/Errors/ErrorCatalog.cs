using System.Collections.Frozen;
using System.Text;

namespace Pyxpro.Sdk.Internal;

/// <summary>What the known error texts mean. Case, blanks, underscores and final punctuation do not count: the gateway
/// sends the same error in several spellings.</summary>
internal static class ErrorCatalog
{
    private static readonly FrozenDictionary<string, ErrorMeaning> Meanings = MakeMeanings();

    /// <summary>Returns what a text means; the default value if it is not known.</summary>
    public static ErrorMeaning Find(PyxproErrorCode code) =>
        code == default ? default : Meanings.GetValueOrDefault(Normalize(code.Value));

    private static FrozenDictionary<string, ErrorMeaning> MakeMeanings()
    {
        var meanings = new Dictionary<string, ErrorMeaning>(StringComparer.Ordinal);
        Add(
            PyxproErrorKind.Configuration, ErrorFacts.OfSignature,
            PyxproErrorCode.SignatureError, PyxproErrorCode.SignError, PyxproErrorCode.ValidSignFail,
            PyxproErrorCode.UnsupportedSignMethod);
        Add(
            PyxproErrorKind.Configuration, ErrorFacts.OfPermission,
            PyxproErrorCode.NoAuth, PyxproErrorCode.AccessForbidden, PyxproErrorCode.UnsupportedApi,
            PyxproErrorCode.AppidNotExist, PyxproErrorCode.AppidMchidNotMatch);
        Add(
            PyxproErrorKind.Configuration, default,
            PyxproErrorCode.AuthValidFail, PyxproErrorCode.ValidMchStatusFail);
        Add(
            PyxproErrorKind.Permanent, default,
            PyxproErrorCode.ValidParamFail, PyxproErrorCode.ParamError, PyxproErrorCode.LackParams,
            PyxproErrorCode.InvalidRequest, PyxproErrorCode.XmlFormatError, PyxproErrorCode.NotUtf8);
        Add(
            PyxproErrorKind.Permanent, ErrorFacts.OrderNumberUsed | ErrorFacts.EarlierRequest,
            PyxproErrorCode.OrderIsExist, PyxproErrorCode.OutTradeNoUsed);
        // An earlier refund may have taken what is left.
        Add(PyxproErrorKind.Permanent, ErrorFacts.EarlierRequest, PyxproErrorCode.RefundFeeInvalid);
        Add(
            PyxproErrorKind.OrderState, ErrorFacts.OrderNotFound | ErrorFacts.EarlierRequest,
            PyxproErrorCode.OrderNotExists, PyxproErrorCode.OrderNotExist, PyxproErrorCode.TradeNotExist);
        Add(
            PyxproErrorKind.OrderState, ErrorFacts.RefundNotFound | ErrorFacts.EarlierRequest,
            PyxproErrorCode.RefundNotExists);
        Add(
            PyxproErrorKind.OrderState, ErrorFacts.Paid | ErrorFacts.EarlierRequest,
            PyxproErrorCode.OrderHasBeenPaid, PyxproErrorCode.OrderPaid);
        Add(
            PyxproErrorKind.OrderState, ErrorFacts.Closed | ErrorFacts.EarlierRequest,
            PyxproErrorCode.OrderClosed, PyxproErrorCode.OrderReversed);
        Add(PyxproErrorKind.OrderState, ErrorFacts.EarlierRequest, PyxproErrorCode.OrderStatusError);
        Add(
            PyxproErrorKind.OrderState, ErrorFacts.RefundNumberUsed | ErrorFacts.EarlierRequest,
            PyxproErrorCode.RefundInfoIsExists, PyxproErrorCode.RefundInfotExist, PyxproErrorCode.RefundExists);
        Add(
            PyxproErrorKind.Payer, default,
            PyxproErrorCode.NotEnough, PyxproErrorCode.BalanceNotEnough, PyxproErrorCode.AccountError,
            PyxproErrorCode.AuthCodeInvalid, PyxproErrorCode.AuthCodeExpire, PyxproErrorCode.NotSupportCard,
            PyxproErrorCode.RuleLimit, PyxproErrorCode.TradeError);
        Add(PyxproErrorKind.Busy, default, PyxproErrorCode.ValidFlowFail);
        Add(
            PyxproErrorKind.Uncertain, default,
            PyxproErrorCode.SystemError, PyxproErrorCode.SystemErrorText, PyxproErrorCode.InternalError,
            PyxproErrorCode.BankError, PyxproErrorCode.AcqSystemError, PyxproErrorCode.AopAcqSystemError,
            PyxproErrorCode.TransactionInternalError, PyxproErrorCode.SysErr, PyxproErrorCode.UserPaying,
            PyxproErrorCode.WaitingForPayer, PyxproErrorCode.OrderSuccessPayInProcess);
        // What the published lists of this gateway's brands, and of the channels behind them, answer with a query.
        Add(
            PyxproErrorKind.Uncertain, default,
            new("aop.unknow-error"), new("aop.unknown-error"), new("isp.unknow-error"), new("isp.unknown-error"),
            new("ACQ.UNKNOWN_ERROR"), new("UNKNOWN"), new("UNKNOWN_ERROR"), new("04"),
            new("SYSTEM-ERROR"), new("SYS_ERROR"), new("System exception"), new("System busy"), new("System timeout"),
            new("Internal server error"), new("Network timeout"), new("Network error"), new("Timeout"),
            new("notify internal error"), new("valid pay gateway result no sign"), new("BANK_ERROR"),
            new("BIZERR_NEED_RETRY"), new("PROCESSING"), new("REFUNDING"), new("USER_PAYING"), new("WAIT_BUYER_PAY"),
            new("系统异常"), new("系统错误"), new("系统超时"), new("系统繁忙"), new("系统繁忙，请稍后再试"),
            new("系统繁忙,请稍后再试"), new("系统繁忙，请稍后重试"), new("网络超时"), new("网络异常"), new("银行系统异常"),
            new("用户支付中，需要输入密码"), new("交易状态未明"), new("处理结果未知"), new("处理中"));

        return meanings.ToFrozenDictionary(StringComparer.Ordinal);

        void Add(PyxproErrorKind kind, ErrorFacts facts, params ReadOnlySpan<PyxproErrorCode> codes)
        {
            foreach (var code in codes)
            {
                meanings[Normalize(code.Value)] = new ErrorMeaning(kind, facts); // some differ in spelling only
            }
        }
    }

    private static string Normalize(string text)
    {
        var end = text.Length;
        while (end > 0 && (char.IsPunctuation(text[end - 1]) || char.IsWhiteSpace(text[end - 1])))
        {
            end--;
        }

        var normalized = new StringBuilder(end);
        foreach (var character in text.AsSpan(0, end))
        {
            if (character != '_' && !char.IsWhiteSpace(character))
            {
                normalized.Append(char.ToUpperInvariant(character));
            }
        }

        return normalized.ToString();
    }
}

/// <summary>What a known error text means.</summary>
internal readonly record struct ErrorMeaning(PyxproErrorKind Kind, ErrorFacts Facts);

/// <summary>The facts that an error text states.</summary>
[Flags]
internal enum ErrorFacts
{
    OrderNotFound = 1,
    RefundNotFound = 2,
    Paid = 4,
    Closed = 8,
    OrderNumberUsed = 16,
    OfSignature = 32,
    EarlierRequest = 64,
    RefundNumberUsed = 128,
    OfPermission = 256,
}
