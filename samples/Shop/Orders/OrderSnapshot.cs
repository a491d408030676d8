using Microsoft.EntityFrameworkCore;

namespace Shop;

/// <summary>An order with its refunds.</summary>
public sealed record OrderSnapshot(Order Order, IReadOnlyList<Refund> Refunds)
{
    /// <summary>Gets a text that changes whenever the page of the order changes.</summary>
    public string Version => string.Join(
        '.',
        [
            $"{Order.State}",
            Order.CodeUrl is null ? "-" : "code",
            .. Refunds.Select(refund => $"{refund.State}"),
        ]);

    /// <summary>Gets the amount that can still be refunded, in minor units.</summary>
    public long Refundable => Order.State == OrderState.Paid ? Order.TotalFee - Order.RefundedFee : 0;

    /// <summary>Gets whether it can still change by itself.</summary>
    public bool IsPending => Order.State is OrderState.Unpaid or OrderState.Closing
        || Refunds.Any(refund => refund.State is RefundState.Requested or RefundState.Accepted);

    public static async Task<OrderSnapshot?> FindAsync(
        ShopDatabase database, string outTradeNo, CancellationToken cancellationToken) =>
        (await FindAsync(database, [outTradeNo], cancellationToken)).GetValueOrDefault(outTradeNo);

    /// <summary>Finds several orders.</summary>
    public static async Task<IReadOnlyDictionary<string, OrderSnapshot>> FindAsync(
        ShopDatabase database, IReadOnlyCollection<string> outTradeNos, CancellationToken cancellationToken)
    {
        var orders = await database.Orders.AsNoTracking()
            .Where(order => outTradeNos.Contains(order.OutTradeNo))
            .ToListAsync(cancellationToken);
        var refunds = await database.Refunds.AsNoTracking()
            .Where(refund => outTradeNos.Contains(refund.OutTradeNo))
            .OrderBy(refund => refund.CreatedAt)
            .ToListAsync(cancellationToken);
        var refundsOf = refunds.ToLookup(refund => refund.OutTradeNo);

        return orders.ToDictionary(
            order => order.OutTradeNo, order => new OrderSnapshot(order, [.. refundsOf[order.OutTradeNo]]));
    }
}
