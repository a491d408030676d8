using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Shop;

/// <summary>Claims what is due, one at a time, in one statement: no two processes get the same, and none waits for
/// another.</summary>
public sealed class DueWork(ShopDatabase database, Backoff backoff, TimeProvider time, IOptions<ShopOptions> options)
{
    // By the numbers of the states.
    private const string PendingOrder = """("State" IN (0, 1) OR ("State" = 2 AND NOT "IsConfirmed"))""";
    private const string PendingRefund = "\"State\" IN (0, 1)";

    /// <summary>Claims the order that has been due for longest.</summary>
    /// <returns><see langword="null"/> if none is due.</returns>
    public Task<Order?> TakeOrderAsync(CancellationToken cancellationToken) =>
        TakeAsync(database.Orders, "Orders", "OutTradeNo", PendingOrder, cancellationToken);

    /// <summary>Claims the refund that has been due for longest.</summary>
    /// <returns><see langword="null"/> if none is due.</returns>
    public Task<Refund?> TakeRefundAsync(CancellationToken cancellationToken) =>
        TakeAsync(database.Refunds, "Refunds", "OutRefundNo", PendingRefund, cancellationToken);

    /// <summary>Gives a claim back, and sets the time of the next check, unless somebody else has set it
    /// meanwhile.</summary>
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
