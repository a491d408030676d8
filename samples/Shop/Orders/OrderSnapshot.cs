using Microsoft.EntityFrameworkCore;

namespace Shop;

/// <summary>An order with its refunds, as it is now.</summary>
public sealed record OrderSnapshot(Order Order, IReadOnlyList<Refund> Refunds)
{
    /// <summary>Gets a text that changes with everything that the page of the order shows.</summary>
    public string Version => string.Join(
        '.',
        [
            $"{Order.State}",
            Order.CodeUrl is null ? "-" : "code",
            .. Refunds.Select(refund => $"{refund.State}"),
        ]);

    /// <summary>Gets what can still be refunded, in minor units.</summary>
    public long Refundable => Order.State == OrderState.Paid ? Order.TotalFee - Order.RefundedFee : 0;

    public static async Task<OrderSnapshot?> FindAsync(
        ShopDatabase database, string outTradeNo, CancellationToken cancellationToken)
    {
        var order = await database.Orders.AsNoTracking()
            .FirstOrDefaultAsync(row => row.OutTradeNo == outTradeNo, cancellationToken);
        if (order is null)
        {
            return null;
        }

        var refunds = await database.Refunds.AsNoTracking()
            .Where(refund => refund.OutTradeNo == outTradeNo)
            .OrderBy(refund => refund.CreatedAt)
            .ToListAsync(cancellationToken);

        return new OrderSnapshot(order, refunds);
    }
}
