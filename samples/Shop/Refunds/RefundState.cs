namespace Shop;

/// <summary>The state of a refund. It only moves down this list.</summary>
public enum RefundState
{
    /// <summary>Stored. It is unknown whether the gateway has it.</summary>
    Requested = 0,

    /// <summary>Accepted by the gateway, and not completed.</summary>
    Accepted = 1,

    /// <summary>Completed.</summary>
    Done = 2,

    /// <summary>Failed. No money was returned.</summary>
    Failed = 3,

    /// <summary>Rejected by the payer's bank. A person has to return the money.</summary>
    NeedsHand = 4,

    /// <summary>Refused by the gateway. No money was returned.</summary>
    Refused = 5,
}
