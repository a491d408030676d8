namespace Pyxpro.Sdk;

/// <summary>What a query found out about a call whose outcome was uncertain.</summary>
public enum PyxproResolutionState
{
    /// <summary>The outcome is still unknown: there was no proven response in time.</summary>
    Unknown = 0,

    /// <summary>The gateway has processed the request.</summary>
    Confirmed = 1,

    /// <summary>The request cannot be processed any more: the order to close has been paid. Compare the response with
    /// the order, then deliver it.</summary>
    Superseded = 2,

    /// <summary>The gateway did not have it at any query. This is no proof: a delayed request can still arrive. It is
    /// safe to send the same request again, unchanged. It is not safe to do the same under another number.</summary>
    NotFound = 3,

    /// <summary>The order was paid, and some or all of the payment was refunded since. Do not deliver it; query its
    /// refunds.</summary>
    Refunded = 4,
}
