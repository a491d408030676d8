namespace Shop.Tests;

/// <summary>The points at which a shop process is killed.</summary>
public enum CrashPoint
{
    /// <summary>Nowhere.</summary>
    None = 0,

    /// <summary>The gateway has processed a request. The shop waits for the response.</summary>
    BeforeResponse = 1,

    /// <summary>An order is stored. The gateway was not asked yet.</summary>
    OrderStored = 2,

    /// <summary>The gateway has created an order. Its code is not stored.</summary>
    OrderResponse = 3,

    /// <summary>An order is marked paid, in a transaction that is open.</summary>
    PaymentMarked = 4,

    /// <summary>A payment is recorded, in a transaction that is open.</summary>
    PaymentCommitting = 5,

    /// <summary>A payment is committed. The notification is not acknowledged.</summary>
    PaymentCommitted = 6,

    /// <summary>It is stored that an order is to be closed.</summary>
    CloseStored = 7,

    /// <summary>The gateway has closed an order. That is not stored.</summary>
    CloseResponse = 8,

    /// <summary>The amount of a refund is reserved, in a transaction that is open.</summary>
    RefundReserved = 9,

    /// <summary>A refund is committed. The gateway was not asked yet.</summary>
    RefundStored = 10,

    /// <summary>The gateway has accepted a refund. That is not stored.</summary>
    RefundResponse = 11,

    /// <summary>A refund is marked as ended, in a transaction that is open.</summary>
    RefundEnded = 12,
}
