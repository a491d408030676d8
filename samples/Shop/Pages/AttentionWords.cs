namespace Shop.Pages;

/// <summary>Says in words why a person has to look at it, and what there is to do.</summary>
public static class AttentionWords
{
    public static string Of(AttentionKind kind) => kind switch
    {
        AttentionKind.PaidAfterClose => "Paid after it was cancelled. Refund it, or deliver after all.",
        AttentionKind.SecondPayment => "Paid a second time. Refund this payment.",
        AttentionKind.Mismatch => "Another amount or currency than ordered. Ask the payer, then refund or deliver.",
        AttentionKind.UnknownOrder => "Paid, but there is no such order. Find out whose number this is.",
        AttentionKind.RefundedElsewhere => "Paid and refunded, but not by this shop. Find out by whom.",
        AttentionKind.RefundNeedsHand => "The payer’s bank refused the refund. Return the money in another way.",
        AttentionKind.RefundUnknown => "Nobody knows what became of the refund. Ask the gateway; do not refund it anew.",
        AttentionKind.LostByGateway => "The gateway gave a code, and has no such order. Find out why; nothing was sent.",
        AttentionKind.PaidOnHold => "Another payment of an order that is on hold. Settle them together.",
        _ => "The refund failed. Find out why, and try again.",
    };
}
