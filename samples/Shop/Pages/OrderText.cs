namespace Shop.Pages;

/// <summary>The texts of an order's state.</summary>
/// <param name="Title">The state in a few words.</param>
/// <param name="Text">What happens next.</param>
/// <param name="Mark">The SVG path of an icon.</param>
public sealed record OrderText(string Title, string Text, string Mark)
{
    private const string Clock = "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3 3";
    private const string Tick = "M4 12.5l5.5 5.5L20 6.5";
    private const string Cross = "M6 6l12 12M18 6L6 18";
    private const string Stop = "M12 4v10M12 18v1";

    public static OrderText Of(Order order, DateTimeOffset closesAt) => order.State switch
    {
        OrderState.Unpaid when order.CodeUrl is null => new(
            "Waiting for the QR code",
            "Your order is stored. The gateway has not given its code yet; we keep asking, and it appears by itself.",
            Clock),
        OrderState.Unpaid => new(
            "Waiting for your payment",
            $"Scan the code with Alipay and pay {Money.Write(order.TotalFee, order.FeeType)}. This page says so by "
            + "itself when the payment has reached us.",
            Clock),
        OrderState.Closing => new(
            "Waiting for the cancellation",
            "The gateway cancels an order only when it is five minutes old: this one from "
            + $"{Pages.Clock.WriteTime(closesAt)} on. We do it then. If it is paid before, you get your tea.",
            Clock),
        OrderState.Paid => new("Paid", "Thank you. Your tea is being packed.", Tick),
        OrderState.Closed => new("Cancelled", "Nothing was paid, and the code is no longer valid.", Cross),
        _ => new(
            "On hold",
            "Something about the payment of this order does not fit. A person looks at it; please do not pay again.",
            Stop),
    };

    /// <summary>Returns the state in a word or two.</summary>
    public static string Summarize(OrderState state) => state switch
    {
        OrderState.Unpaid => "Unpaid",
        OrderState.Closing => "Cancelling",
        OrderState.Paid => "Paid",
        OrderState.Closed => "Cancelled",
        _ => "On hold",
    };
}
