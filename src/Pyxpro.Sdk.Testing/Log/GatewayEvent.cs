namespace Pyxpro.Sdk.Testing;

/// <summary>What a <see cref="GatewaySimulator"/> did.</summary>
public enum GatewayEvent
{
    /// <summary>Nothing changed: a query, a repetition, a refusal, or a fault before it could act.</summary>
    Nothing = 0,

    /// <summary>An order was made.</summary>
    OrderCreated = 1,

    /// <summary>The merchant closed an order.</summary>
    OrderClosed = 2,

    /// <summary>The gateway ended an order that was not paid.</summary>
    OrderEnded = 3,

    /// <summary>A payer began to pay.</summary>
    PaymentBegun = 4,

    /// <summary>A payer turned away.</summary>
    PaymentCanceled = 5,

    /// <summary>A payment failed.</summary>
    PaymentFailed = 6,

    /// <summary>An order was paid.</summary>
    OrderPaid = 7,

    /// <summary>A refund was accepted.</summary>
    RefundAccepted = 8,

    /// <summary>A refund that was NOTSURE, or had failed, was begun again.</summary>
    RefundBegunAgain = 9,

    /// <summary>A test ended a refund.</summary>
    RefundEnded = 10,

    /// <summary>A notification was posted.</summary>
    NotificationPosted = 11,
}
