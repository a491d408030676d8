using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Shop;

/// <summary>Claims what is due, one row per statement. No two processes claim the same row, and none waits for
/// another.</summary>
public sealed class DueWork(ShopDatabase database, Backoff backoff, TimeProvider time, IOptions<ShopOptions> options)
{
    // The numbers are those of OrderState and RefundState.
    private const string PendingOrder = """("State" IN (0, 1) OR ("State" = 2 AND NOT "IsConfirmed"))""";
    private const string PendingRefund = "\"State\" IN (0, 1)";

    /// <summary>Claims the order that is most overdue.</summary>
    /// <returns><see langword="null"/> if none is due.</returns>
    public Task<Order?> TakeOrderAsync(CancellationToken cancellationToken) =>
        TakeAsync(database.Orders, "Orders", "OutTradeNo", PendingOrder, cancellationToken);

    /// <summary>Claims the refund that is most overdue.</summary>
    /// <returns><see langword="null"/> if none is due.</returns>
    public Task<Refund?> TakeRefundAsync(CancellationToken cancellationToken) =>
        TakeAsync(database.Refunds, "Refunds", "OutRefundNo", PendingRefund, cancellationToken);

    /// <summary>Releases a claim and schedules the next check, unless that was rescheduled meanwhile.</summary>
    public Task ReleaseAsync(Order order, CancellationToken cancellationToken) => ReleaseAsync(
        database.Orders.Where(row => row.OutTradeNo == order.OutTradeNo), order, cancellationToken);

    /// <inheritdoc cref="ReleaseAsync(Order, CancellationToken)"/>
    public Task ReleaseAsync(Refund refund, CancellationToken cancellationToken) => ReleaseAsync(
        database.Refunds.Where(row => row.OutRefundNo == refund.OutRefundNo), refund, cancellationToken);

    private async Task<T?> TakeAsync<T>(
        DbSet<T> rows, string table, string key, string isPending, CancellationToken cancellationToken)
        where T : Claimable
    {
        var skipLocked = database.Database.IsNpgsql() ? "FOR UPDATE SKIP LOCKED" : "";
        var statement =
            $$"""
            WITH due AS MATERIALIZED (
                SELECT "{{key}}" FROM "{{table}}"
                WHERE {{isPending}} AND "NextCheckAt" <= {0} AND "ClaimedUntil" <= {0}
                ORDER BY "NextCheckAt" LIMIT 1 {{skipLocked}})
            UPDATE "{{table}}" SET "ClaimedUntil" = {1}, "Checks" = "Checks" + 1
            WHERE "{{key}}" IN (SELECT "{{key}}" FROM due)
            RETURNING *
            """;
        var now = time.GetUtcNow();
        var until = now + options.Value.ClaimFor;
        var taken = await rows
            .FromSqlRaw(statement, now.ToUnixTimeMilliseconds(), until.ToUnixTimeMilliseconds())
            .AsNoTracking()
            .ToListAsync(cancellationToken);

        return taken.SingleOrDefault();
    }

    private Task<int> ReleaseAsync<T>(IQueryable<T> rows, T claimed, CancellationToken cancellationToken)
        where T : Claimable
    {
        var now = time.GetUtcNow();
        var next = backoff.Next(claimed.Checks, now);

        return rows
            .Where(row => row.ClaimedUntil == claimed.ClaimedUntil)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.ClaimedUntil, now)
                    .SetProperty(
                        row => row.NextCheckAt,
                        row => row.NextCheckAt == claimed.NextCheckAt && row.Checks == claimed.Checks
                            ? next
                            : row.NextCheckAt),
                cancellationToken);
    }
}
