namespace Shop;

/// <summary>Why a person has to look at it.</summary>
public enum AttentionKind
{
    /// <summary>A payment of an order that is closed.</summary>
    PaidAfterClose = 0,

    /// <summary>Another payment of an order that is paid.</summary>
    SecondPayment = 1,

    /// <summary>A payment of another amount or currency than the order's.</summary>
    Mismatch = 2,

    /// <summary>A payment of an order that this shop does not have.</summary>
    UnknownOrder = 3,

    /// <summary>The shop learned of a payment only after it was refunded elsewhere.</summary>
    RefundedElsewhere = 4,

    /// <summary>A refund that the payer's bank did not take, <c>CHANGE</c>.</summary>
    RefundNeedsHand = 5,

    /// <summary>A refund that failed, or was refused.</summary>
    RefundFailed = 6,

    /// <summary>A refund of which nobody has known for long what became of it.</summary>
    RefundUnknown = 7,

    /// <summary>An order whose code the gateway has given, and which it does not know any more.</summary>
    LostByGateway = 8,

    /// <summary>A payment of an order that is on hold.</summary>
    PaidOnHold = 9,
}
