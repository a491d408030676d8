namespace Shop.Pages;

/// <summary>The texts of a refund's state.</summary>
public static class RefundText
{
    public static string Of(RefundState state) => state switch
    {
        RefundState.Requested => "Asked for. Waiting for the gateway to accept it.",
        RefundState.Accepted => "On its way. Waiting for the bank.",
        RefundState.Done => "Returned to the payer.",
        RefundState.Failed => "Failed. The money is still here; a person has been told.",
        RefundState.NeedsHand => "The payer’s bank refused it. A person returns the money.",
        _ => "Refused by the gateway. The money is still here; a person has been told.",
    };
}
