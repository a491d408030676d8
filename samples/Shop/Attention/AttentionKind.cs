namespace Shop;

/// <summary>Why an entry is on the attention list.</summary>
public enum AttentionKind
{
    /// <summary>A payment for an order that is closed.</summary>
    PaidAfterClose = 0,

    /// <summary>A second payment for an order that is paid.</summary>
    SecondPayment = 1,

    /// <summary>A payment whose amount or currency differs from the order's.</summary>
    Mismatch = 2,

    /// <summary>A payment for an order that is not in the database.</summary>
    UnknownOrder = 3,

    /// <summary>A payment that was refunded, but not by this shop.</summary>
    RefundedElsewhere = 4,

    /// <summary>A refund that the payer's bank rejected, <c>CHANGE</c>.</summary>
    RefundNeedsHand = 5,

    /// <summary>A refund that failed, or was refused.</summary>
    RefundFailed = 6,

    /// <summary>A refund whose outcome has been unknown for too long.</summary>
    RefundUnknown = 7,

    /// <summary>An order for which the gateway returned a code, and which it no longer finds.</summary>
    LostByGateway = 8,

    /// <summary>Another payment for an order that is on hold.</summary>
    PaidOnHold = 9,
}
