namespace Shop;

/// <summary>The state of an order. It only ever goes down this list.</summary>
public enum OrderState
{
    /// <summary>Waits for its payment.</summary>
    Unpaid = 0,

    /// <summary>Is to be closed at the gateway. A payment that is faster still wins.</summary>
    Closing = 1,

    /// <summary>Paid, and given to the warehouse once.</summary>
    Paid = 2,

    /// <summary>Closed without a payment. One that comes after all is on the attention list.</summary>
    Closed = 3,

    /// <summary>Money came that does not fit the order. A person decides.</summary>
    OnHold = 4,
}
