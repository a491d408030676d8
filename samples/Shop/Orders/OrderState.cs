namespace Shop;

/// <summary>The state of an order. It only moves down this list.</summary>
public enum OrderState
{
    /// <summary>Waiting for the payment.</summary>
    Unpaid = 0,

    /// <summary>To be closed at the gateway. An earlier payment wins.</summary>
    Closing = 1,

    /// <summary>Paid. There is one shipment for it.</summary>
    Paid = 2,

    /// <summary>Closed without a payment. A late payment goes to the attention list.</summary>
    Closed = 3,

    /// <summary>A payment does not match the order. A person decides.</summary>
    OnHold = 4,
}
