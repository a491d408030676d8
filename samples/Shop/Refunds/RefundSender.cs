using Microsoft.EntityFrameworkCore;
using Pyxpro.Sdk;

namespace Shop;

/// <summary>Sends a refund that is stored and claimed. A retry has the same number and amount.</summary>
public sealed class RefundSender(ShopDatabase database, PyxproClient gateway, RefundBook refunds)
{
    /// <param name="refund">The refund.</param>
    /// <param name="isNotFound">Whether a query has just not found it.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="PyxproException">It was not accepted. A final refusal is stored. Otherwise the reconciler
    /// retries.</exception>
    public async Task SendAsync(Refund refund, bool isNotFound, CancellationToken cancellationToken)
    {
        var order = await database.Orders.AsNoTracking()
            .SingleAsync(row => row.OutTradeNo == refund.OutTradeNo, cancellationToken);
        if (!await refunds.BeginSendingAsync(refund, cancellationToken))
        {
            return;
        }

        try
        {
            await gateway.RefundAsync(
                new RefundRequest
                {
                    OutTradeNo = order.OutTradeNo,
                    TransactionId = order.TransactionId, // there may have been a second payment
                    OutRefundNo = refund.OutRefundNo,
                    TotalFee = order.TotalFee,
                    RefundFee = refund.RefundFee,
                },
                cancellationToken);
        }
        catch (PyxproException exception)
        {
            await FollowUpAsync(exception, refund, isNotFound, cancellationToken);
            throw;
        }

        await refunds.MarkAcceptedAsync(refund, cancellationToken);
        await refunds.EndSendingAsync(refund, cancellationToken);
    }

    private async Task FollowUpAsync(
        PyxproException exception, Refund refund, bool isNotFound, CancellationToken cancellationToken)
    {
        if (IsFinal(exception, isNotFound) && !refunds.IsUncertain(refund))
        {
            await refunds.EndAsync(refund, RefundState.Refused, cancellationToken);

            return;
        }

        if (exception.Outcome is PyxproOutcome.Refused or PyxproOutcome.NotSent)
        {
            await refunds.EndSendingAsync(refund, cancellationToken);
        }

        await refunds.ReportIfOldAsync(refund, cancellationToken);
    }

    // An earlier request with this number can be the reason why the number exists, the order is in another state or too
    // little is left. Then the refusal is not final, and a query decides.
    private static bool IsFinal(PyxproException exception, bool isNotFound) =>
        exception is PyxproBusinessException { Outcome: PyxproOutcome.Refused } refusal
        && refusal.Kind != PyxproErrorKind.Busy
        && !refusal.IsDuplicate
        && (isNotFound || !MayConcernEarlierRequest(refusal));

    private static bool MayConcernEarlierRequest(PyxproBusinessException refusal) =>
        refusal.Kind == PyxproErrorKind.OrderState || refusal.ErrorCode == PyxproErrorCode.RefundFeeInvalid;
}
