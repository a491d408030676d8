using System.Diagnostics.CodeAnalysis;

namespace Pyxpro.Sdk.AspNetCore.Internal;

/// <summary>The result of receiving a notification: the verified notification, or the reason why there is
/// none.</summary>
internal readonly struct ReceiveResult
{
    private ReceiveResult(
        long length,
        PaymentNotification? notification,
        NotificationOutcome outcome,
        NotificationRejection rejection,
        Exception? exception = null)
    {
        Length = length;
        Notification = notification;
        Outcome = outcome;
        Rejection = rejection;
        Exception = exception;
    }

    /// <summary>Gets the length of the body: what was read, or the Content-Length if that is too large.</summary>
    public long Length { get; }

    public PaymentNotification? Notification { get; }

    /// <summary>Gets the reason why there is no notification.</summary>
    public NotificationOutcome Outcome { get; }

    public NotificationRejection Rejection { get; }

    /// <summary>Gets the error of the configuration, of the look-up or of the body's stream.</summary>
    public Exception? Exception { get; }

    [MemberNotNullWhen(true, nameof(Notification))]
    public bool IsVerified => Notification is not null;

    public static ReceiveResult Verified(long length, PaymentNotification notification) =>
        new(length, notification, default, NotificationRejection.None);

    public static ReceiveResult Rejected(long length, NotificationRejection rejection) =>
        new(length, null, NotificationOutcome.Rejected, rejection);

    public static ReceiveResult Failed(long length, NotificationOutcome outcome, Exception? exception = null) =>
        new(length, null, outcome, NotificationRejection.None, exception);
}
