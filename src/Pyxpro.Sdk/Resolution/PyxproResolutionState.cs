namespace Pyxpro.Sdk;

/// <summary>What asking the gateway afterwards brought to light of a call whose outcome was uncertain.</summary>
public enum PyxproResolutionState
{
    /// <summary>Nobody knows: no proven answer came in time.</summary>
    Unknown = 0,

    /// <summary>It happened: the gateway has it.</summary>
    Confirmed = 1,

    /// <summary>It cannot happen any more: the order that should be closed has been paid. Compare the answer with the
    /// order, then deliver it.</summary>
    Superseded = 2,

    /// <summary>The gateway did not have it, as often as it was asked. This is no proof: a request that was held up can
    /// still arrive. Sending the same request again, unchanged, is safe; doing the same under another number is
    /// not.</summary>
    NotFound = 3,

    /// <summary>The order was paid, and some or all of the payment has gone back since. Do not deliver it; ask for its
    /// refunds.</summary>
    Refunded = 4,
}
