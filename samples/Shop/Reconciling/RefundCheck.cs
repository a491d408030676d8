using Pyxpro.Sdk;

namespace Shop;

/// <summary>Asks the gateway what became of a refund, and sends it again as long as the gateway does not have it: there
/// is no notification of refunds.</summary>
public sealed class RefundCheck(PyxproClient gateway, RefundSender sender, RefundBook refunds)
{
    /// <exception cref="PyxproException">It is as unknown as before.</exception>
    public async Task RunAsync(Refund refund, CancellationToken cancellationToken)
    {
        var status = await AskAsync(refund, cancellationToken);
        if (status is null && refund.State == RefundState.Requested)
        {
            await sender.SendAsync(refund, isUnseen: true, cancellationToken);
        }
        else if (status is null)
        {
            await refunds.SurfaceIfOldAsync(refund, cancellationToken); // the gateway had it once
        }
        else
        {
            await FollowAsync(refund, status.Value, cancellationToken);
        }
    }

    private async Task FollowAsync(Refund refund, RefundStatus status, CancellationToken cancellationToken)
    {
        await refunds.MarkAcceptedAsync(refund, cancellationToken);
        if (status == RefundStatus.NotSure)
        {
            await sender.SendAsync(refund, isUnseen: false, cancellationToken);
        }
        else if (!status.IsPending && !(status.IsFailed && refunds.IsUncertain(refund)))
        {
            // One that failed begins again if it is asked for again, as a request does that is still on its way.
            await refunds.EndAsync(refund, ToState(status), cancellationToken);
        }
    }

    /// <returns><see langword="null"/> if the gateway does not see such a refund.</returns>
    private async Task<RefundStatus?> AskAsync(Refund refund, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await gateway.QueryRefundAsync(
                new QueryRefundRequest { OutRefundNo = refund.OutRefundNo }, cancellationToken);

            // One of another amount throws: it is not unseen.
            return answer.Refunds
                .First(record => record.OutRefundNo == refund.OutRefundNo && record.RefundFee == refund.RefundFee)
                .RefundStatus;
        }
        catch (PyxproBusinessException exception)
            when (exception.Outcome == PyxproOutcome.Refused && exception.IsNotFound)
        {
            return null;
        }
    }

    private static RefundState ToState(RefundStatus end) =>
        end.IsRefunded ? RefundState.Done
        : end.NeedsAttention ? RefundState.NeedsHand
        : RefundState.Failed;
}
