using Microsoft.EntityFrameworkCore;

namespace Shop;

/// <summary>Writes down what became of a refund.</summary>
public sealed class RefundBook(ShopDatabase database, AttentionList attention, CrashPoints crash)
{
    public Task MarkAcceptedAsync(Refund refund, CancellationToken cancellationToken) => database.Refunds
        .Where(row => row.OutRefundNo == refund.OutRefundNo && row.State == RefundState.Requested)
        .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, RefundState.Accepted), cancellationToken);

    /// <summary>Ends a refund once. If the money is still here, its amount can be refunded anew; and unless it went
    /// back, a person has to know.</summary>
    public async Task EndAsync(Refund refund, RefundState state, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var ended = await Open(refund, state).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, state), cancellationToken);
        if (ended == 1)
        {
            crash.Pass(CrashPoint.RefundEnded);
            await FollowUpAsync(refund, state, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    private async Task FollowUpAsync(Refund refund, RefundState state, CancellationToken cancellationToken)
    {
        if (state is RefundState.Failed or RefundState.Refused)
        {
            await database.Orders
                .Where(order => order.OutTradeNo == refund.OutTradeNo)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(order => order.RefundedFee, order => order.RefundedFee - refund.RefundFee),
                    cancellationToken);
        }

        if (state != RefundState.Done)
        {
            var order = await database.Orders.AsNoTracking()
                .SingleAsync(row => row.OutTradeNo == refund.OutTradeNo, cancellationToken);
            var kind = state == RefundState.NeedsHand ? AttentionKind.RefundNeedsHand : AttentionKind.RefundFailed;
            await attention.AddOnceAsync(kind, order, refund, cancellationToken);
        }
    }

    // What the gateway has had once, no refusal undoes.
    private IQueryable<Refund> Open(Refund refund, RefundState end) => database.Refunds.Where(row =>
        row.OutRefundNo == refund.OutRefundNo
        && (row.State == RefundState.Requested
            || (row.State == RefundState.Accepted && end != RefundState.Refused)));
}
