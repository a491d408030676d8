namespace Pyxpro.Sdk;

/// <summary>What is known of a call that did not end with a response.</summary>
public enum PyxproOutcome
{
    /// <summary>It may or may not have happened. Query before anything else.</summary>
    Uncertain = 0,

    /// <summary>Nothing left this machine. It is safe to try again.</summary>
    NotSent = 1,

    /// <summary>The gateway refused the request, in a signed answer whose error is known to mean that this request did
    /// nothing. Read the error code; where it says that an order or refund exists already, an earlier request did
    /// it.</summary>
    Refused = 2,
}
