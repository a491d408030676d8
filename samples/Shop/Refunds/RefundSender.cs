using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk;

namespace Shop;

/// <summary>Sends a refund that is stored, for the first time or again: the same number with the same amount.</summary>
public sealed class RefundSender(
    ShopDatabase database,
    PyxproClient gateway,
    RefundBook refunds,
    TimeProvider time,
    IOptions<ShopOptions> options,
    CrashPoints crash)
{
    /// <param name="refund">The refund.</param>
    /// <param name="isFirst">Whether it was certainly not sent before.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="PyxproException">It was not accepted. That it was refused for good is stored; all else is tried
    /// again.</exception>
    public async Task SendAsync(Refund refund, bool isFirst, CancellationToken cancellationToken)
    {
        var order = await database.Orders.AsNoTracking()
            .SingleAsync(row => row.OutTradeNo == refund.OutTradeNo, cancellationToken);
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
        catch (PyxproBusinessException exception) when (IsForGood(exception) && (isFirst || IsOld(refund)))
        {
            await refunds.EndAsync(refund, RefundState.Refused, cancellationToken);
            throw;
        }

        crash.Pass(CrashPoint.RefundAnswered);
        await refunds.MarkAcceptedAsync(refund, cancellationToken);
    }

    private static bool IsForGood(PyxproBusinessException exception) =>
        exception.Outcome == PyxproOutcome.Refused && exception.Kind != PyxproErrorKind.Busy;

    // A refusal is said of one request. While an earlier one can still arrive, the amount stays reserved.
    private bool IsOld(Refund refund) => time.GetUtcNow() - refund.CreatedAt > options.Value.UncertainFor;
}
