namespace Shop;

/// <summary>The places at which a test lets the process die.</summary>
public enum CrashPoint
{
    None = 0,
    OrderStored = 1,
    OrderAnswered = 2,
    PaymentBeforeCommit = 3,
    PaymentCommitted = 4,
    CloseStored = 5,
    CloseAnswered = 6,
    RefundStored = 7,
    RefundAnswered = 8,
    PaymentMarked = 9,
    RefundReserved = 10,
    RefundEnded = 11,
}
