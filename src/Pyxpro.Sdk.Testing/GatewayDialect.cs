using System.Collections.ObjectModel;

namespace Pyxpro.Sdk.Testing;

/// <summary>What a <see cref="GatewaySimulator"/> does where gateways of this family differ, and how it writes what it
/// sends. The default is what is usual; <see cref="Guide"/> holds to the letter of the guide. A client must not mind
/// either.</summary>
/// <remarks>Variants are composed by <c>with</c>: <c>GatewayDialect.Guide with { MaxBodyLength = 127 }</c>.</remarks>
public sealed record GatewayDialect
{
    private const int UsualMaxBodyLength = 127;

    /// <summary>Gets the dialect that holds to the letter of the guide: what it does not promise is not done, and what
    /// it prints is done, misprints included.</summary>
    public static GatewayDialect Guide { get; } = new()
    {
        MaxBodyLength = 12,
        AnswersRepeatedCreate = false,
        ExpiresWithoutStart = true,
        AcceptsOtherNumbers = false,
        RestartsFailedRefunds = true,
        RefundVisibilityDelay = TimeSpan.FromMinutes(2),
        HasNumbersOfRefunded = false,
        HasOtherTradeStates = false,
        HasAllNotificationFields = true,
        TradeTypeOfQueries = "pay.alipya.native.intl",
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

    /// <summary>Gets whether the same create again is answered with the order that there is.</summary>
    /// <value><see langword="true"/> by default. <see langword="false"/> in the guide, by which each create has an
    /// order number of its own (3.1.3): then the number is used.</value>
    public bool AnswersRepeatedCreate { get; init; } = true;

    /// <summary>Gets whether <c>time_expire</c> takes effect without <c>time_start</c>.</summary>
    /// <value><see langword="false"/> by default; <see langword="true"/> in the guide (3.1.3).</value>
    public bool ExpiresWithoutStart { get; init; }

    /// <summary>Gets whether a refund can name the payment by <c>transaction_id</c> alone, and a refund query the order
    /// instead of a refund.</summary>
    /// <value><see langword="true"/> by default. <see langword="false"/> in the guide, which demands
    /// <c>out_trade_no</c> of a refund (3.1.7), and has no such fields for a refund query (3.1.8).</value>
    public bool AcceptsOtherNumbers { get; init; } = true;

    /// <summary>Gets whether a refund that ended as FAIL begins again when it is asked for again with the same
    /// <c>out_refund_no</c>.</summary>
    /// <value><see langword="false"/> by default: it stays failed. <see langword="true"/> in the guide
    /// (3.1.7).</value>
    public bool RestartsFailedRefunds { get; init; }

    /// <summary>Gets for how long a query still tells of a paid order as SUCCESS after a refund was accepted.</summary>
    /// <value>None by default; two minutes in the guide (3.1.7).</value>
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

    /// <summary>Gets whether the answer to a query of a refunded order has the numbers and the amount.</summary>
    /// <value><see langword="true"/> by default. <see langword="false"/> in the guide, which has them for SUCCESS only
    /// (3.1.5).</value>
    public bool HasNumbersOfRefunded { get; init; } = true;

    /// <summary>Gets whether states are told that the guide does not know: USERPAYING, PAYERROR and REVOKED.</summary>
    /// <value><see langword="true"/> by default. <see langword="false"/> in the guide, where they are NOTPAY and REVOK
    /// (3.1.5).</value>
    public bool HasOtherTradeStates { get; init; } = true;

    /// <summary>Gets whether each notification has all fields that the guide calls mandatory (3.1.4):
    /// <c>bank_type</c>, and that of a failed payment also the payer, the numbers and the time.</summary>
    /// <value><see langword="false"/> by default, as Alipay's really are; <see langword="true"/> in the
    /// guide.</value>
    public bool HasAllNotificationFields { get; init; }

    /// <summary>Gets the <c>trade_type</c> of answers to queries.</summary>
    /// <value><c>pay.alipay.native.intl</c> by default; the guide prints <c>pay.alipya.native.intl</c> (3.1.5).</value>
    /// <exception cref="ArgumentException">It is empty.</exception>
    public string TradeTypeOfQueries
    {
        get;
        init
        {
            ArgumentException.ThrowIfNullOrWhiteSpace(value);
            field = value;
        }
    } = "pay.alipay.native.intl";

    /// <summary>Gets whether signatures are written in lower-case hexadecimal digits.</summary>
    /// <value><see langword="false"/> by default: in upper case, as the guide has it (4).</value>
    public bool HasLowerCaseSignatures { get; init; }

    /// <summary>Gets whether every other field is written as CDATA, as in the guide's samples (2.1).</summary>
    /// <value><see langword="false"/> by default: all fields are plain text.</value>
    public bool MixesCData { get; init; }

    /// <summary>Gets fields that are added to each signed message, and signed, by wire name.</summary>
    /// <value>Empty by default. They must not be fields that the message has.</value>
    public IReadOnlyDictionary<string, string> ExtraFields { get; init; } = ReadOnlyDictionary<string, string>.Empty;
}
