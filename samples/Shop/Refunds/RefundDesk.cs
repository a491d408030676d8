using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Shop;

/// <summary>Takes refunds: reserves the amount and stores the number in one transaction, and only then sends
/// it.</summary>
public sealed class RefundDesk(
    ShopDatabase database,
    ClaimedWork claimed,
    Backoff backoff,
    TimeProvider time,
    IOptions<ShopOptions> options)
{
    /// <summary>Stores a refund, unless it is stored already, and sends it. If the gateway does not accept it now, it
    /// stands, and the reconciler goes on.</summary>
    /// <returns>Whether it could be stored: no refunds together exceed the price, however many are asked for at
    /// once.</returns>
    public async Task<bool> RequestAsync(
        string outTradeNo, string outRefundNo, long fee, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var refund = new Refund
        {
            OutRefundNo = outRefundNo,
            OutTradeNo = outTradeNo,
            RefundFee = fee,
            CreatedAt = now,
            NextCheckAt = backoff.Next(checks: 0, now),
            ClaimedUntil = now + options.Value.ClaimFor,
        };
        var stored = await TryStoreAsync(refund, cancellationToken);
        if (stored == Stored.Now)
        {
            await claimed.RunAsync(
                refund,
                (services, end) => services.GetRequiredService<RefundSender>()
                    .SendAsync(refund, isUnseen: false, end),
                cancellationToken);
        }

        return stored != Stored.TooMuch;
    }

    private async Task<Stored> TryStoreAsync(Refund refund, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var reserved = await database.Orders
            .Where(order => order.OutTradeNo == refund.OutTradeNo
                && order.State == OrderState.Paid
                && order.RefundedFee + refund.RefundFee <= order.TotalFee)
            .ExecuteUpdateAsync(
                set => set.SetProperty(order => order.RefundedFee, order => order.RefundedFee + refund.RefundFee),
                cancellationToken);

        // The write above waits for others on this order, so that this sees what they have stored. What it reserved
        // goes with the transaction.
        if (await IsStoredAsync(refund, cancellationToken))
        {
            return Stored.Before;
        }

        if (reserved == 0)
        {
            return Stored.TooMuch;
        }

        database.Add(refund);
        await database.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);

        return Stored.Now;
    }

    private Task<bool> IsStoredAsync(Refund refund, CancellationToken cancellationToken) => database.Refunds.AnyAsync(
        row => row.OutRefundNo == refund.OutRefundNo && row.OutTradeNo == refund.OutTradeNo, cancellationToken);

    private enum Stored
    {
        TooMuch = 0,
        Before = 1,
        Now = 2,
    }
}
