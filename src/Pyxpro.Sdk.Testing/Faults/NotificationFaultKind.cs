namespace Pyxpro.Sdk.Testing;

/// <summary>What happens to the delivery of a notification.</summary>
public enum NotificationFaultKind
{
    /// <summary>It is only delayed.</summary>
    Delayed = 0,

    /// <summary>It does not arrive. The gateway receives no response, and delivers it again later.</summary>
    Lost = 1,

    /// <summary>It arrives, but the merchant's response does not. The gateway delivers it again later.</summary>
    ResponseLost = 2,

    /// <summary>It arrives several times at once.</summary>
    Duplicated = 3,

    /// <summary>It arrives after all others that are due.</summary>
    Reordered = 4,

    /// <summary>A forged one arrives immediately before: with twice the amount, and the genuine one's
    /// signature.</summary>
    Forged = 5,
}
