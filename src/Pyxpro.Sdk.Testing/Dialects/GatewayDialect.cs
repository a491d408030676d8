using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;

namespace Pyxpro.Sdk.Testing;

/// <summary>The behaviour of a <see cref="GatewaySimulator"/> in which gateways of this family differ. The default is
/// the usual behaviour; <see cref="Guide"/> follows the guide to the letter. A client must work with every
/// dialect.</summary>
/// <remarks>Dialects are composed by <c>with</c>: <c>GatewayDialect.Guide with { MaxBodyLength = 127 }</c>.</remarks>
public sealed record GatewayDialect
{
    private const int UsualMaxBodyLength = 127;

    private static readonly PyxproErrorCode[] OrderNotFoundCodes =
        [PyxproErrorCode.OrderNotExists, PyxproErrorCode.OrderNotExist, PyxproErrorCode.TradeNotExist];

    private static readonly PyxproErrorCode[] RefundNotFoundCodes =
        [PyxproErrorCode.RefundNotExists, .. OrderNotFoundCodes];

    private static readonly PyxproErrorCode[] OrderPaidCodes =
        [PyxproErrorCode.OrderPaid, PyxproErrorCode.OrderHasBeenPaid];

    private static readonly PyxproErrorCode[] RefundNumberUsedCodes =
        [PyxproErrorCode.RefundInfoIsExists, PyxproErrorCode.RefundInfotExist, PyxproErrorCode.RefundExists];

    /// <summary>Gets the dialect that follows the guide to the letter: it has only what the guide promises, and all
    /// that the guide prints, including misprints.</summary>
    public static GatewayDialect Guide { get; } = new()
    {
        MaxBodyLength = 12,
        IsCreateIdempotent = false,
        ExpiresWithoutStart = true,
        AcceptsOtherNumbers = false,
        RestartsFailedRefunds = true,
        RefundVisibilityDelay = TimeSpan.FromMinutes(2),
        HasDetailsOfRefundedOrders = false,
        HasUndocumentedTradeStates = false,
        HasAllNotificationFields = true,
        QueryTradeType = "pay.alipya.native.intl",
    };

    /// <summary>Gets how many characters <c>body</c> can have.</summary>
    /// <value>127 by default, as other brands of this gateway say; 12 in the guide (3.1.3). 1 to 127.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is not 1 to 127.</exception>
    public int MaxBodyLength
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            ArgumentOutOfRangeException.ThrowIfGreaterThan(value, UsualMaxBodyLength);
            field = value;
        }
    } = UsualMaxBodyLength;

    /// <summary>Gets whether a create is idempotent: the same request returns the existing order.</summary>
    /// <value><see langword="true"/> by default. <see langword="false"/> in the guide, by which each create needs its
    /// own order number (3.1.3): the second is refused.</value>
    public bool IsCreateIdempotent { get; init; } = true;

    /// <summary>Gets whether <c>time_expire</c> takes effect without <c>time_start</c>.</summary>
    /// <value><see langword="false"/> by default; <see langword="true"/> in the guide (3.1.3).</value>
    public bool ExpiresWithoutStart { get; init; }

    /// <summary>Gets whether a refund can name the payment by <c>transaction_id</c> alone, and a refund query the order
    /// instead of a refund.</summary>
    /// <value><see langword="true"/> by default. <see langword="false"/> in the guide, which demands
    /// <c>out_trade_no</c> of a refund (3.1.7), and has no such fields for a refund query (3.1.8).</value>
    public bool AcceptsOtherNumbers { get; init; } = true;

    /// <summary>Gets whether a failed refund is restarted when it is requested again with the same
    /// <c>out_refund_no</c>.</summary>
    /// <value><see langword="false"/> by default: it stays failed. <see langword="true"/> in the guide
    /// (3.1.7).</value>
    public bool RestartsFailedRefunds { get; init; }

    /// <summary>Gets for how long queries still return SUCCESS after a refund was accepted.</summary>
    /// <value>Zero by default; two minutes in the guide (3.1.7).</value>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public TimeSpan RefundVisibilityDelay
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            field = value;
        }
    }

    /// <summary>Gets whether a query of a refunded order returns the numbers and the amount.</summary>
    /// <value><see langword="true"/> by default. <see langword="false"/> in the guide, which has them for SUCCESS only
    /// (3.1.5).</value>
    public bool HasDetailsOfRefundedOrders { get; init; } = true;

    /// <summary>Gets whether queries return states that the guide does not have: USERPAYING, PAYERROR and
    /// REVOKED.</summary>
    /// <value><see langword="true"/> by default. <see langword="false"/> in the guide, where they are NOTPAY and REVOK
    /// (3.1.5).</value>
    public bool HasUndocumentedTradeStates { get; init; } = true;

    /// <summary>Gets whether each notification has all fields that the guide calls mandatory (3.1.4): <c>bank_type</c>,
    /// and for a failed payment also the payer, the numbers and the time.</summary>
    /// <value><see langword="false"/> by default, as with Alipay; <see langword="true"/> in the guide.</value>
    public bool HasAllNotificationFields { get; init; }

    /// <summary>Gets the <c>trade_type</c> that queries return.</summary>
    /// <value><c>pay.alipay.native.intl</c> by default; the guide prints <c>pay.alipya.native.intl</c> (3.1.5).</value>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public string QueryTradeType
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    } = "pay.alipay.native.intl";

    /// <summary>Gets the error code for an order that does not exist.</summary>
    /// <value><see cref="PyxproErrorCode.OrderNotExists"/> by default;
    /// <see cref="PyxproErrorCode.OrderNotExist"/> and <see cref="PyxproErrorCode.TradeNotExist"/> mean the
    /// same.</value>
    /// <exception cref="ArgumentException">It is another code.</exception>
    public PyxproErrorCode OrderNotFoundCode
    {
        get;
        init => field = OneOf(value, OrderNotFoundCodes);
    } = PyxproErrorCode.OrderNotExists;

    /// <summary>Gets the error code for a refund that does not exist.</summary>
    /// <value><see cref="PyxproErrorCode.RefundNotExists"/> by default. Some gateways send the code for an order, such
    /// as <see cref="PyxproErrorCode.OrderNotExists"/>.</value>
    /// <exception cref="ArgumentException">It is another code.</exception>
    public PyxproErrorCode RefundNotFoundCode
    {
        get;
        init => field = OneOf(value, RefundNotFoundCodes);
    } = PyxproErrorCode.RefundNotExists;

    /// <summary>Gets the error code for an order that is already paid.</summary>
    /// <value><see cref="PyxproErrorCode.OrderPaid"/> by default; <see cref="PyxproErrorCode.OrderHasBeenPaid"/> means
    /// the same.</value>
    /// <exception cref="ArgumentException">It is another code.</exception>
    public PyxproErrorCode OrderPaidCode
    {
        get;
        init => field = OneOf(value, OrderPaidCodes);
    } = PyxproErrorCode.OrderPaid;

    /// <summary>Gets the error code for a refund number that is already used, with other values.</summary>
    /// <value><see cref="PyxproErrorCode.RefundInfoIsExists"/> by default;
    /// <see cref="PyxproErrorCode.RefundInfotExist"/> and <see cref="PyxproErrorCode.RefundExists"/> mean the
    /// same.</value>
    /// <exception cref="ArgumentException">It is another code.</exception>
    public PyxproErrorCode RefundNumberUsedCode
    {
        get;
        init => field = OneOf(value, RefundNumberUsedCodes);
    } = PyxproErrorCode.RefundInfoIsExists;

    /// <summary>Gets whether signatures are written in lower-case hexadecimal digits.</summary>
    /// <value><see langword="false"/> by default: in upper case, as in the guide (4).</value>
    public bool HasLowerCaseSignatures { get; init; }

    /// <summary>Gets whether every other field is written as CDATA, as in the guide's samples (2.1).</summary>
    /// <value><see langword="false"/> by default: all fields are plain text.</value>
    public bool MixesCData { get; init; }

    /// <summary>Gets fields that are added to each signed message, and signed, by wire name.</summary>
    /// <value>Empty by default. The message must not have them already.</value>
    public IReadOnlyDictionary<string, string> ExtraFields { get; init; } = ReadOnlyDictionary<string, string>.Empty;

    private static PyxproErrorCode OneOf(
        PyxproErrorCode code, PyxproErrorCode[] codes, [CallerMemberName] string propertyName = "") =>
        codes.Contains(code)
            ? code
            : throw new ArgumentException(
                $"'{code}' is not one of: {string.Join(", ", codes)}.", propertyName);
}
