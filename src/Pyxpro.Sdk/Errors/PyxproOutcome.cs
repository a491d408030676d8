namespace Pyxpro.Sdk;

/// <summary>What is known of a call that did not end with a response.</summary>
public enum PyxproOutcome
{
    /// <summary>It may or may not have happened. Query before anything else.</summary>
    Uncertain = 0,

    /// <summary>Nothing left this machine. It is safe to try again.</summary>
    NotSent = 1,

    /// <summary>The gateway refused, in a signed answer: it did not happen. Read the error code.</summary>
    Refused = 2,
}
