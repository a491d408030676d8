namespace Shop.Pages;

/// <summary>The texts of the attention list: the reason, and what to do.</summary>
public static class AttentionText
{
    public static string Of(AttentionKind kind) => kind switch
    {
        AttentionKind.PaidAfterClose => "Paid after it was cancelled. Refund it, or deliver after all.",
        AttentionKind.SecondPayment => "Paid a second time. Refund this payment.",
        AttentionKind.Mismatch => "Another amount or currency than ordered. Ask the payer, then refund or deliver.",
        AttentionKind.UnknownOrder => "Paid, but there is no such order. Find out whose number this is.",
        AttentionKind.RefundedElsewhere => "Paid and refunded, but not by this shop. Find out by whom.",
        AttentionKind.RefundNeedsHand => "The payer’s bank refused the refund. Return the money in another way.",
        AttentionKind.RefundUnknown => "The outcome of the refund is unknown. Ask the gateway; do not refund it again.",
        AttentionKind.LostByGateway => "The gateway returned a code, but finds no order. Find out why; not shipped.",
        AttentionKind.PaidOnHold => "Another payment of an order that is on hold. Settle them together.",
        _ => "The refund failed. Find out why, and try again.",
    };
}
