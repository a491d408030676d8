using Microsoft.EntityFrameworkCore;

namespace Shop;

/// <summary>Finds what has to be asked for, and claims it: whoever sets the time of the next check has this one. A
/// claim of a process that dies ends by itself, at that time.</summary>
public sealed class DueWork(ShopDatabase database, Backoff backoff, TimeProvider time)
{
    private const int Batch = 50;

    public async Task<IReadOnlyList<Order>> FindOrdersAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();

        return await database.Orders.AsNoTracking()
            .Where(order => (order.State == OrderState.Unpaid || order.State == OrderState.Closing)
                && order.NextCheckAt <= now)
            .OrderBy(order => order.NextCheckAt)
            .Take(Batch)
            .ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<Refund>> FindRefundsAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();

        return await database.Refunds.AsNoTracking()
            .Where(refund => (refund.State == RefundState.Requested || refund.State == RefundState.Accepted)
                && refund.NextCheckAt <= now)
            .OrderBy(refund => refund.NextCheckAt)
            .Take(Batch)
            .ToListAsync(cancellationToken);
    }

    public async Task<bool> ClaimAsync(Order order, CancellationToken cancellationToken)
    {
        var next = backoff.Next(order.Checks + 1, time.GetUtcNow());

        return await database.Orders
            .Where(row => row.OutTradeNo == order.OutTradeNo
                && row.State == order.State
                && row.NextCheckAt == order.NextCheckAt)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.Checks, row => row.Checks + 1)
                    .SetProperty(row => row.NextCheckAt, next),
                cancellationToken) == 1;
    }

    public async Task<bool> ClaimAsync(Refund refund, CancellationToken cancellationToken)
    {
        var next = backoff.Next(refund.Checks + 1, time.GetUtcNow());

        return await database.Refunds
            .Where(row => row.OutRefundNo == refund.OutRefundNo
                && row.State == refund.State
                && row.NextCheckAt == refund.NextCheckAt)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.Checks, row => row.Checks + 1)
                    .SetProperty(row => row.NextCheckAt, next),
                cancellationToken) == 1;
    }
}
