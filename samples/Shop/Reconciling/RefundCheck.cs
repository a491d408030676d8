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
        if (status is { IsPending: false } end)
        {
            await refunds.EndAsync(refund, ToState(end), cancellationToken);

            return;
        }

        if (status is not null)
        {
            await refunds.MarkAcceptedAsync(refund, cancellationToken);
        }

        if (status == RefundStatus.NotSure || (status is null && refund.State == RefundState.Requested))
        {
            await sender.SendAsync(refund, isFirst: false, cancellationToken);
        }
    }

    /// <returns><see langword="null"/> if the gateway does not see such a refund.</returns>
    private async Task<RefundStatus?> AskAsync(Refund refund, CancellationToken cancellationToken)
    {
        try
        {
            var answer = await gateway.QueryRefundAsync(
                new QueryRefundRequest { OutRefundNo = refund.OutRefundNo }, cancellationToken);

            return answer.Refunds
                .FirstOrDefault(record =>
                    record.OutRefundNo == refund.OutRefundNo && record.RefundFee == refund.RefundFee)?
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
