namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>What becomes of a refund when a test decides.</summary>
internal static class RefundDesk
{
    /// <summary>Returns the order of a refund with the refund ended.</summary>
    /// <exception cref="InvalidOperationException">It has ended already, or there is none.</exception>
    public static Order End(Account account, string outRefundNo, RefundStatus status, DateTimeOffset now)
    {
        var order = account.Ledger.FindByRefund(outRefundNo)
            ?? throw new InvalidOperationException($"The gateway has no refund '{outRefundNo}'.");
        var (payment, refund) = order.FindRefund(outRefundNo)!.Value;

        // What a refund that has failed gave free may be on its way back by another already.
        return refund.StatusAt(now).IsPending
            ? order.With(payment, refund.BeginAgain(now, TimeSpan.Zero, status))
            : throw new InvalidOperationException(
                $"The refund '{outRefundNo}' has ended as {refund.StatusAt(now)} already.");
    }
}
