namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>What an operation works on. Operations store nothing themselves: a reply brings the order that it
/// changed.</summary>
internal sealed record OperationContext(
    Account Account, GatewaySettings Settings, GatewayDialect Dialect, DateTimeOffset Now)
{
    public Ledger Ledger => Account.Ledger;

    /// <summary>Gets how old what queries see is.</summary>
    public DateTimeOffset SeenAt => Now - Settings.VisibilityDelay;

    public string MakeNumber() => Account.MakeNumber(Now);

    /// <summary>Returns the order that a request names; the gateway's own number goes first (guide 3.1.7).</summary>
    public (Order Order, Payment? Payment)? FindOrder(RequestMessage request)
    {
        var transactionId = request.TransactionId;
        var order = transactionId.Length > 0 ? Ledger.FindByNumber(transactionId) : Ledger.Find(request.OutTradeNo);
        if (order is null)
        {
            return null;
        }

        var payment = transactionId.Length > 0 ? order.FindPayment(transactionId) : order.Payments.FirstOrDefault();

        return payment is null && transactionId.Length > 0 ? null : (order, payment);
    }
}
