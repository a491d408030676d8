using Microsoft.EntityFrameworkCore;
using Pyxpro.Sdk;

namespace Shop;

/// <summary>Sends a refund that is stored and claimed, for the first time or again: the same number with the same
/// amount.</summary>
public sealed class RefundSender(ShopDatabase database, PyxproClient gateway, RefundBook refunds)
{
    /// <param name="refund">The refund.</param>
    /// <param name="isUnseen">Whether the gateway has just said that it has no such refund.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PyxproException">It was not accepted. That it was refused for good is stored; all else is tried
    /// again.</exception>
    public async Task SendAsync(Refund refund, bool isUnseen, CancellationToken cancellationToken)
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
            await FollowUpAsync(exception, refund, isUnseen, cancellationToken);
            throw;
        }

        await refunds.MarkAcceptedAsync(refund, cancellationToken);
        await refunds.EndSendingAsync(refund, cancellationToken);
    }

    private async Task FollowUpAsync(
        PyxproException exception, Refund refund, bool isUnseen, CancellationToken cancellationToken)
    {
        if (IsForGood(exception, isUnseen) && !refunds.IsUncertain(refund))
        {
            await refunds.EndAsync(refund, RefundState.Refused, cancellationToken);

            return;
        }

        if (exception.Outcome is PyxproOutcome.Refused or PyxproOutcome.NotSent)
        {
            await refunds.EndSendingAsync(refund, cancellationToken);
        }

        await refunds.SurfaceIfOldAsync(refund, cancellationToken);
    }

    // That the number exists, that the order is in another state or that too little is left can be an earlier request's
    // doing: of this number, and not of this request. Then the gateway is asked, and what it says of the number decides.
    private static bool IsForGood(PyxproException exception, bool isUnseen) =>
        exception is PyxproBusinessException { Outcome: PyxproOutcome.Refused } refusal
        && refusal.Kind != PyxproErrorKind.Busy
        && !refusal.IsDuplicate
        && (isUnseen || !MayBeOfEarlier(refusal));

    private static bool MayBeOfEarlier(PyxproBusinessException refusal) =>
        refusal.Kind == PyxproErrorKind.OrderState || refusal.ErrorCode == PyxproErrorCode.RefundFeeInvalid;
}
