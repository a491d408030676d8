using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Shop;

/// <summary>Takes refunds. The amount is reserved and the number stored in one transaction, before the request is
/// sent.</summary>
public sealed class RefundDesk(
    ShopDatabase database,
    ClaimedWork claimed,
    Backoff backoff,
    TimeProvider time,
    IOptions<ShopOptions> options)
{
    /// <summary>Stores a refund, unless it is stored already, and sends it. If that fails, the reconciler
    /// retries.</summary>
    /// <returns>Whether it could be stored. All refunds together cannot exceed the price, even if they are requested
    /// concurrently.</returns>
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
                    .SendAsync(refund, isNotFound: false, end),
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

        // The update above waits for other transactions on this order. So this sees what they have stored. Returning
        // rolls the reservation back.
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
