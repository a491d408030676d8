namespace Pyxpro.Sdk.Testing;

/// <summary>What happened at a <see cref="GatewaySimulator"/>.</summary>
public enum GatewayEvent
{
    /// <summary>Nothing changed: a query, an idempotent retry, an error, or a request that a fault kept from being
    /// processed.</summary>
    Nothing = 0,

    /// <summary>An order was created.</summary>
    OrderCreated = 1,

    /// <summary>The merchant closed an order.</summary>
    OrderClosed = 2,

    /// <summary>The gateway ended an order that was not paid.</summary>
    OrderEnded = 3,

    /// <summary>A payer started to pay.</summary>
    PaymentStarted = 4,

    /// <summary>A payer cancelled.</summary>
    PaymentCanceled = 5,

    /// <summary>A payment failed.</summary>
    PaymentFailed = 6,

    /// <summary>An order was paid.</summary>
    OrderPaid = 7,

    /// <summary>A refund was accepted.</summary>
    RefundAccepted = 8,

    /// <summary>A refund that was NOTSURE, or had failed, was restarted.</summary>
    RefundRestarted = 9,

    /// <summary>A test ended a refund.</summary>
    RefundEnded = 10,

    /// <summary>A notification was posted.</summary>
    NotificationPosted = 11,
}
