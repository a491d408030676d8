namespace Pyxpro.Sdk.Testing;

/// <summary>What happens to a notification on its way to the merchant.</summary>
public enum NotificationFaultKind
{
    /// <summary>It arrives as it is; only its delay counts.</summary>
    Delayed = 0,

    /// <summary>It does not arrive. The gateway sees no answer, and posts it again in its time.</summary>
    Lost = 1,

    /// <summary>It arrives, but the merchant's answer does not. The gateway posts it again in its time.</summary>
    AnswerLost = 2,

    /// <summary>It arrives several times at once.</summary>
    Duplicated = 3,

    /// <summary>All others that are due arrive first.</summary>
    Overtaken = 4,

    /// <summary>A forged one arrives right before: twice the amount, and a signature that is not the
    /// gateway's.</summary>
    Forged = 5,
}
