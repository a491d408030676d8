namespace Pyxpro.Sdk;

/// <summary>What is known of a call that did not end with a response.</summary>
public enum PyxproOutcome
{
    /// <summary>It may or may not have been processed. Query before anything else.</summary>
    Uncertain = 0,

    /// <summary>Nothing left this machine. It is safe to retry.</summary>
    NotSent = 1,

    /// <summary>The gateway refused the request, in a signed response whose error is known to mean that this request
    /// did nothing. Read the error code; if it says that an order or refund exists already, an earlier request created
    /// it.</summary>
    Refused = 2,
}
