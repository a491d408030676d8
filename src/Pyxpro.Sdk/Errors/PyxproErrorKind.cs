namespace Pyxpro.Sdk;

/// <summary>What the caller has to do about an error.</summary>
public enum PyxproErrorKind
{
    /// <summary>This version does not know the error, and so cannot say what was done. Read its text, and query before
    /// anything else.</summary>
    Unknown = 0,

    /// <summary>The configuration is wrong: key, merchant or permission.</summary>
    Configuration = 1,

    /// <summary>The request is invalid, and a retry fails again. A number that is used already needs a query.</summary>
    Permanent = 2,

    /// <summary>The order or refund is in another state. Query, then decide.</summary>
    OrderState = 3,

    /// <summary>The payer must act: another card, more money.</summary>
    Payer = 4,

    /// <summary>The gateway is busy. Retry later.</summary>
    Busy = 5,

    /// <summary>The gateway does not know the outcome. Query before anything else.</summary>
    Uncertain = 6,
}
