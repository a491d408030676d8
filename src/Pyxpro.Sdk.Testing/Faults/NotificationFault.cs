namespace Pyxpro.Sdk.Testing;

/// <summary>How one delivery of a notification goes wrong. Faults are composed by <c>with</c>:
/// <c>NotificationFault.Duplicated with { Times = 1000 }</c>.</summary>
public sealed record NotificationFault
{
    /// <summary>Gets the fault by which a notification does not arrive.</summary>
    public static NotificationFault Lost { get; } = new() { Kind = NotificationFaultKind.Lost };

    /// <summary>Gets the fault by which the merchant's answer does not arrive.</summary>
    public static NotificationFault AnswerLost { get; } = new() { Kind = NotificationFaultKind.AnswerLost };

    /// <summary>Gets the fault by which a notification arrives twice at once.</summary>
    public static NotificationFault Duplicated { get; } = new() { Kind = NotificationFaultKind.Duplicated };

    /// <summary>Gets the fault by which a notification arrives after all others that are due.</summary>
    public static NotificationFault Overtaken { get; } = new() { Kind = NotificationFaultKind.Overtaken };

    /// <summary>Gets the fault by which a forged notification arrives before the genuine one.</summary>
    public static NotificationFault Forged { get; } = new() { Kind = NotificationFaultKind.Forged };

    /// <summary>Gets one fault of each kind, and one that is a minute late.</summary>
    public static IReadOnlyList<NotificationFault> All { get; } =
        [Lost, AnswerLost, Duplicated, Overtaken, Forged, new() { Delay = TimeSpan.FromMinutes(1) }];

    /// <summary>Gets what happens to the notification.</summary>
    public NotificationFaultKind Kind { get; init; }

    /// <summary>Gets how much later it arrives.</summary>
    /// <value>None by default.</value>
    public TimeSpan Delay { get; init; }

    /// <summary>Gets how often a <see cref="NotificationFaultKind.Duplicated"/> one arrives.</summary>
    /// <value>2 by default.</value>
    /// <exception cref="ArgumentOutOfRangeException">It is less than 1.</exception>
    public int Times
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 2;
}
