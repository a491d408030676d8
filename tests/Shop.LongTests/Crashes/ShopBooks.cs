using Microsoft.EntityFrameworkCore;

namespace Shop.Tests;

/// <summary>All that the shops have stored.</summary>
public sealed record ShopBooks(
    IReadOnlyDictionary<string, Order> Orders,
    IReadOnlyDictionary<string, Shipment> Shipments,
    IReadOnlyDictionary<string, Refund> Refunds,
    IReadOnlyList<AttentionEntry> Attention)
{
    public static async Task<ShopBooks> ReadAsync(string connection)
    {
        await using var database = new ShopDatabase(
            new DbContextOptionsBuilder<ShopDatabase>().UseNpgsql(connection).Options);

        return new ShopBooks(
            await database.Orders.AsNoTracking().ToDictionaryAsync(order => order.OutTradeNo),
            await database.Shipments.AsNoTracking().ToDictionaryAsync(shipment => shipment.OutTradeNo),
            await database.Refunds.AsNoTracking().ToDictionaryAsync(refund => refund.OutRefundNo),
            await database.Attention.AsNoTracking().ToListAsync());
    }

    /// <summary>Says whether a payment is known: it paid the order, or is on the attention list.</summary>
    public bool Knows(string outTradeNo, string? transactionId) =>
        (Orders.TryGetValue(outTradeNo, out var order)
            && order.State == OrderState.Paid
            && order.TransactionId == transactionId)
        || Attention.Any(entry => entry.OutTradeNo == outTradeNo && entry.Reference == transactionId);
}
