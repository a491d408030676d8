namespace Pyxpro.Sdk.Testing;

/// <summary>A fault of one delivery of a notification. Faults are composed by <c>with</c>:
/// <c>NotificationFault.Duplicated with { Times = 1000 }</c>.</summary>
public sealed record NotificationFault
{
    /// <summary>Gets the fault that loses the notification.</summary>
    public static NotificationFault Lost { get; } = new() { Kind = NotificationFaultKind.Lost };

    /// <summary>Gets the fault that loses the merchant's response.</summary>
    public static NotificationFault ResponseLost { get; } = new() { Kind = NotificationFaultKind.ResponseLost };

    /// <summary>Gets the fault that delivers a notification twice at once.</summary>
    public static NotificationFault Duplicated { get; } = new() { Kind = NotificationFaultKind.Duplicated };

    /// <summary>Gets the fault that delivers a notification after all others that are due.</summary>
    public static NotificationFault Reordered { get; } = new() { Kind = NotificationFaultKind.Reordered };

    /// <summary>Gets the fault that delivers a forged notification before the genuine one.</summary>
    public static NotificationFault Forged { get; } = new() { Kind = NotificationFaultKind.Forged };

    /// <summary>Gets one fault of each kind, and a delay of one minute.</summary>
    public static IReadOnlyList<NotificationFault> All { get; } =
        [Lost, ResponseLost, Duplicated, Reordered, Forged, new() { Delay = TimeSpan.FromMinutes(1) }];

    /// <summary>Gets what happens to the notification.</summary>
    public NotificationFaultKind Kind { get; init; }

    /// <summary>Gets the delay of the delivery.</summary>
    /// <value>Zero by default.</value>
    public TimeSpan Delay { get; init; }

    /// <summary>Gets how often a <see cref="NotificationFaultKind.Duplicated"/> notification is delivered.</summary>
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
