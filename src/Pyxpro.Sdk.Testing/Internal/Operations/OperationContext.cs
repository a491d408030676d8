namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>What an operation reads. Operations store nothing themselves: the result holds the changed order.</summary>
internal sealed record OperationContext(Account Account, GatewaySettings Settings, DateTimeOffset Now)
{
    public Ledger Ledger => Account.Ledger;

    public GatewayDialect Dialect => Settings.Dialect;

    /// <summary>Gets the time whose state queries return.</summary>
    public DateTimeOffset VisibleAt => Now - Settings.VisibilityDelay;

    public string MakeNumber() => Account.MakeNumber(Now);

    /// <summary>Returns the order of a request. The gateway's own number takes precedence (guide 3.1.7).</summary>
    public (Order Order, Payment? Payment)? FindOrder(RequestMessage request)
    {
        var transactionId = request.TransactionId;
        if (transactionId.Length == 0)
        {
            return Ledger.Find(request.OutTradeNo) is { } named ? (named, named.Payments.FirstOrDefault()) : null;
        }

        return Ledger.FindByNumber(transactionId) is { } order && order.FindPayment(transactionId) is { } payment
            ? (order, payment)
            : null;
    }

    /// <exception cref="InvalidOperationException">There is no such order.</exception>
    public Order GetOrder(string outTradeNo) => Ledger.Find(outTradeNo)
        ?? throw new InvalidOperationException(
            $"The gateway has no order '{outTradeNo}' of merchant {Account.MchId}. "
            + "For an order of another merchant, pass its mchId.");

    /// <exception cref="InvalidOperationException">The order cannot be paid, or there is none.</exception>
    public Order GetOpenOrder(string outTradeNo)
    {
        var order = GetOrder(outTradeNo);

        return order.IsOpenAt(Now)
            ? order
            : throw new InvalidOperationException(
                $"The order '{outTradeNo}' is {order.StateAt(Now)} and cannot be paid.");
    }
}
