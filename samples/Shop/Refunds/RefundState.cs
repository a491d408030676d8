namespace Shop;

/// <summary>The state of a refund. It only ever goes down this list.</summary>
public enum RefundState
{
    /// <summary>Stored. Whether the gateway has it is not known.</summary>
    Requested = 0,

    /// <summary>The gateway has it. The money is on its way.</summary>
    Accepted = 1,

    /// <summary>The money went back.</summary>
    Done = 2,

    /// <summary>It failed. The money is still here.</summary>
    Failed = 3,

    /// <summary>The payer's bank did not take it. A person has to return the money.</summary>
    NeedsHand = 4,

    /// <summary>The gateway refused it. The money is still here.</summary>
    Refused = 5,
}
