using System.Diagnostics.CodeAnalysis;

namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>What was received: a verified notification, or why there is none.</summary>
internal readonly struct ReceiveResult
{
    private ReceiveResult(
        long length,
        PaymentNotification? notification,
        NotificationOutcome outcome,
        NotificationRejection rejection,
        Exception? cause = null)
    {
        Length = length;
        Notification = notification;
        Outcome = outcome;
        Rejection = rejection;
        Cause = cause;
    }

    /// <summary>Gets how many bytes were read, or announced if that is too many to read any.</summary>
    public long Length { get; }

    public PaymentNotification? Notification { get; }

    /// <summary>Gets why there is no notification.</summary>
    public NotificationOutcome Outcome { get; }

    public NotificationRejection Rejection { get; }

    /// <summary>Gets what is wrong with the configuration.</summary>
    public Exception? Cause { get; }

    [MemberNotNullWhen(true, nameof(Notification))]
    public bool IsVerified => Notification is not null;

    public static ReceiveResult Verified(long length, PaymentNotification notification) =>
        new(length, notification, default, NotificationRejection.None);

    public static ReceiveResult Refused(long length, NotificationRejection rejection) =>
        new(length, null, NotificationOutcome.Refused, rejection);

    public static ReceiveResult Failed(long length, NotificationOutcome outcome) =>
        new(length, null, outcome, NotificationRejection.None);

    public static ReceiveResult Misconfigured(long length, Exception cause) =>
        new(length, null, NotificationOutcome.Misconfigured, NotificationRejection.None, cause);
}
