using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Shop;

/// <summary>Writes down what became of a refund.</summary>
public sealed class RefundBook(
    ShopDatabase database, AttentionList attention, TimeProvider time, IOptions<ShopOptions> options)
{
    public Task MarkAcceptedAsync(Refund refund, CancellationToken cancellationToken) => database.Refunds
        .Where(row => row.OutRefundNo == refund.OutRefundNo && row.State == RefundState.Requested)
        .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, RefundState.Accepted), cancellationToken);

    /// <summary>Stores that a request is about to be sent.</summary>
    /// <returns>Whether it may be: not if somebody else has claimed the refund since, or it has ended.</returns>
    public async Task<bool> BeginSendingAsync(Refund refund, CancellationToken cancellationToken)
    {
        DateTimeOffset? uncertainUntil = time.GetUtcNow() + options.Value.UncertainFor;

        return await Claimed(refund)
            .Where(row => row.State == RefundState.Requested || row.State == RefundState.Accepted)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.UncertainUntil, uncertainUntil), cancellationToken) == 1;
    }

    /// <summary>Stores that it is known what became of the request that was sent last.</summary>
    public Task EndSendingAsync(Refund refund, CancellationToken cancellationToken) => Claimed(refund)
        .ExecuteUpdateAsync(
            set => set.SetProperty(row => row.UncertainUntil, refund.UncertainUntil), cancellationToken);

    /// <summary>Says whether a request that was sent before this claim can still reach the gateway.</summary>
    public bool IsUncertain(Refund refund) => refund.UncertainUntil > time.GetUtcNow();

    /// <summary>Ends a refund once. If the money is still here, its amount can be refunded anew; and unless it went
    /// back, a person has to know.</summary>
    public async Task EndAsync(Refund refund, RefundState state, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        var ended = await Open(refund, state).ExecuteUpdateAsync(
            set => set.SetProperty(row => row.State, state), cancellationToken);
        if (ended == 1)
        {
            await FollowUpAsync(refund, state, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Puts a refund on the attention list of which nobody has known for long what became of it.</summary>
    public async Task SurfaceIfOldAsync(Refund refund, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - refund.CreatedAt > options.Value.UncertainFor)
        {
            await SurfaceAsync(AttentionKind.RefundUnknown, refund, cancellationToken);
        }
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
            var kind = state == RefundState.NeedsHand ? AttentionKind.RefundNeedsHand : AttentionKind.RefundFailed;
            await SurfaceAsync(kind, refund, cancellationToken);
        }
    }

    private async Task SurfaceAsync(AttentionKind kind, Refund refund, CancellationToken cancellationToken)
    {
        var order = await database.Orders.AsNoTracking()
            .SingleAsync(row => row.OutTradeNo == refund.OutTradeNo, cancellationToken);
        await attention.AddOnceAsync(kind, order, refund, cancellationToken);
    }

    // What the gateway has had once, no refusal undoes; and a refusal that comes when the refund belongs to somebody else
    // already is late: that one may have sent it since.
    private IQueryable<Refund> Open(Refund refund, RefundState end) => end == RefundState.Refused
        ? Claimed(refund).Where(row => row.State == RefundState.Requested)
        : database.Refunds.Where(row => row.OutRefundNo == refund.OutRefundNo
            && (row.State == RefundState.Requested || row.State == RefundState.Accepted));

    // Each claim counts up the checks.
    private IQueryable<Refund> Claimed(Refund refund) => database.Refunds.Where(row =>
        row.OutRefundNo == refund.OutRefundNo && row.Checks == refund.Checks);
}
