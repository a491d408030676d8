using Microsoft.EntityFrameworkCore;

namespace Shop;

/// <summary>What people have to look at. Adding is idempotent.</summary>
public sealed class AttentionList(ShopDatabase database, TimeProvider time)
{
    public Task AddOnceAsync(AttentionKind kind, Payment payment, CancellationToken cancellationToken) => AddOnceAsync(
        kind,
        payment.OutTradeNo,
        payment.TransactionId ?? "",
        payment.TotalFee,
        payment.FeeType,
        cancellationToken);

    public Task AddOnceAsync(AttentionKind kind, Order order, Refund refund, CancellationToken cancellationToken) =>
        AddOnceAsync(
            kind, order.OutTradeNo, refund.OutRefundNo, refund.RefundFee, order.FeeType, cancellationToken);

    public Task AddOnceAsync(AttentionKind kind, Order order, CancellationToken cancellationToken) =>
        AddOnceAsync(kind, order.OutTradeNo, "", order.TotalFee, order.FeeType, cancellationToken);

    /// <summary>Returns whether a payment is on the list, for any reason.</summary>
    public Task<bool> HasAsync(Payment payment, CancellationToken cancellationToken) => database.Attention.AnyAsync(
        entry => entry.OutTradeNo == payment.OutTradeNo && entry.Reference == payment.TransactionId,
        cancellationToken);

    public async Task<IReadOnlyList<AttentionEntry>> ReadAsync(CancellationToken cancellationToken) =>
        await database.Attention.AsNoTracking()
            .OrderBy(entry => entry.DoneAt != null)
            .ThenByDescending(entry => entry.AddedAt)
            .Take(200)
            .ToListAsync(cancellationToken);

    public Task MarkDoneAsync(
        AttentionKind kind, string outTradeNo, string reference, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();

        return database.Attention
            .Where(entry => entry.Kind == kind
                && entry.OutTradeNo == outTradeNo
                && entry.Reference == reference
                && entry.DoneAt == null)
            .ExecuteUpdateAsync(set => set.SetProperty(entry => entry.DoneAt, now), cancellationToken);
    }

    // SQL that both SQLite and PostgreSQL accept. Several processes may add the same entry at once.
    private async Task AddOnceAsync(
        AttentionKind kind,
        string outTradeNo,
        string reference,
        long? fee,
        string? feeType,
        CancellationToken cancellationToken)
    {
        var kindValue = (int)kind;
        var addedAt = time.GetUtcNow().ToUnixTimeMilliseconds();

        await database.Database.ExecuteSqlAsync(
            $"""
            INSERT INTO "Attention" ("Kind", "OutTradeNo", "Reference", "Fee", "FeeType", "AddedAt")
            VALUES ({kindValue}, {outTradeNo}, {reference}, {fee}, {feeType}, {addedAt})
            ON CONFLICT DO NOTHING
            """,
            cancellationToken);
    }
}
