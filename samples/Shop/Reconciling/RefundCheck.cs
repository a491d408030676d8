using Pyxpro.Sdk;

namespace Shop;

/// <summary>Queries a refund, and sends it again while the gateway does not find it. There are no notifications of
/// refunds.</summary>
public sealed class RefundCheck(PyxproClient gateway, RefundSender sender, RefundBook refunds)
{
    /// <exception cref="PyxproException">The state is still unknown.</exception>
    public async Task RunAsync(Refund refund, CancellationToken cancellationToken)
    {
        var status = await QueryAsync(refund, cancellationToken);
        if (status is null && refund.State == RefundState.Requested)
        {
            await sender.SendAsync(refund, isNotFound: true, cancellationToken);
        }
        else if (status is null)
        {
            await refunds.ReportIfOldAsync(refund, cancellationToken); // the gateway had accepted it
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
            await sender.SendAsync(refund, isNotFound: false, cancellationToken);
        }
        else if (!status.IsPending && !(status.IsFailed && refunds.IsUncertain(refund)))
        {
            // A failed refund starts again if an earlier request still reaches the gateway.
            await refunds.EndAsync(refund, ToState(status), cancellationToken);
        }
    }

    /// <returns><see langword="null"/> if the gateway does not find the refund.</returns>
    private async Task<RefundStatus?> QueryAsync(Refund refund, CancellationToken cancellationToken)
    {
        try
        {
            var response = await gateway.QueryRefundAsync(
                new QueryRefundRequest { OutRefundNo = refund.OutRefundNo }, cancellationToken);

            // Throws if the amount differs: that is not the same as "not found".
            return response.Refunds
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
