namespace Pyxpro.Sdk;

/// <summary>What an error code asks of the caller.</summary>
public enum PyxproErrorKind
{
    /// <summary>This version does not know the error, and so not what was done. Read its text, and query before
    /// anything else.</summary>
    Unknown = 0,

    /// <summary>The set-up is wrong: key, merchant or permission.</summary>
    Configuration = 1,

    /// <summary>The request is wrong and fails again as it stands. A number that is used already needs a
    /// query.</summary>
    Permanent = 2,

    /// <summary>The order or refund is not in a state for this. Query, then decide.</summary>
    OrderState = 3,

    /// <summary>The payer must act: another card, more money.</summary>
    Payer = 4,

    /// <summary>The gateway is busy. Wait, then again.</summary>
    Busy = 5,

    /// <summary>The gateway does not know itself. Query before anything else.</summary>
    Uncertain = 6,
}
