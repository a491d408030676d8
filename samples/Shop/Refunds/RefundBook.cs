using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Shop;

/// <summary>Stores the state of refunds.</summary>
public sealed class RefundBook(
    ShopDatabase database, AttentionList attention, TimeProvider time, IOptions<ShopOptions> options)
{
    public Task MarkAcceptedAsync(Refund refund, CancellationToken cancellationToken) => database.Refunds
        .Where(row => row.OutRefundNo == refund.OutRefundNo && row.State == RefundState.Requested)
        .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, RefundState.Accepted), cancellationToken);

    /// <summary>Stores that a request is about to be sent.</summary>
    /// <returns>Whether it may be sent. It may not if the claim is lost, or the refund has ended.</returns>
    public async Task<bool> BeginSendingAsync(Refund refund, CancellationToken cancellationToken)
    {
        DateTimeOffset? uncertainUntil = time.GetUtcNow() + options.Value.UncertainFor;

        return await Claimed(refund)
            .Where(row => row.State == RefundState.Requested || row.State == RefundState.Accepted)
            .ExecuteUpdateAsync(
                set => set.SetProperty(row => row.UncertainUntil, uncertainUntil), cancellationToken) == 1;
    }

    /// <summary>Stores that the outcome of the last request is known.</summary>
    public Task EndSendingAsync(Refund refund, CancellationToken cancellationToken) => Claimed(refund)
        .ExecuteUpdateAsync(
            set => set.SetProperty(row => row.UncertainUntil, refund.UncertainUntil), cancellationToken);

    /// <summary>Returns whether an earlier request can still reach the gateway.</summary>
    public bool IsUncertain(Refund refund) => refund.UncertainUntil > time.GetUtcNow();

    /// <summary>Ends a refund once. If it was refused or failed, its amount can be refunded again. Unless it succeeded,
    /// it goes to the attention list.</summary>
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

    /// <summary>Puts a refund on the attention list if its outcome has been unknown for too long.</summary>
    public async Task ReportIfOldAsync(Refund refund, CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - refund.CreatedAt > options.Value.UncertainFor)
        {
            await ReportAsync(AttentionKind.RefundUnknown, refund, cancellationToken);
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
            await ReportAsync(kind, refund, cancellationToken);
        }
    }

    private async Task ReportAsync(AttentionKind kind, Refund refund, CancellationToken cancellationToken)
    {
        var order = await database.Orders.AsNoTracking()
            .SingleAsync(row => row.OutTradeNo == refund.OutTradeNo, cancellationToken);
        await attention.AddOnceAsync(kind, order, refund, cancellationToken);
    }

    // A refusal does not end a refund that the gateway has accepted. Nor does it after the claim is lost: another
    // process may have sent the refund since.
    private IQueryable<Refund> Open(Refund refund, RefundState end) => end == RefundState.Refused
        ? Claimed(refund).Where(row => row.State == RefundState.Requested)
        : database.Refunds.Where(row => row.OutRefundNo == refund.OutRefundNo
            && (row.State == RefundState.Requested || row.State == RefundState.Accepted));

    // Each claim increments the checks.
    private IQueryable<Refund> Claimed(Refund refund) => database.Refunds.Where(row =>
        row.OutRefundNo == refund.OutRefundNo && row.Checks == refund.Checks);
}
