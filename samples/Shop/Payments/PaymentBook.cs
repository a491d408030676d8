using Microsoft.EntityFrameworkCore;

namespace Shop;

/// <summary>Records payments. All notifications and queries end here. Recording is idempotent.</summary>
public sealed class PaymentBook(ShopDatabase database, AttentionList attention, TimeProvider time)
{
    /// <summary>Records a payment in one transaction. The order becomes paid and gets a shipment, or the payment goes
    /// to the attention list, or it was recorded before.</summary>
    public async Task RecordAsync(Payment payment, CancellationToken cancellationToken)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        await SettleAsync(payment, cancellationToken);
        if (payment.IsFromQuery)
        {
            await ConfirmAsync(payment.OutTradeNo, cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
    }

    /// <summary>Stops querying a paid order for which the gateway confirms no payment. A person has to find out
    /// why.</summary>
    public async Task GiveUpAsync(Order order, CancellationToken cancellationToken)
    {
        // In this order: after a crash between the two, the reconciler repeats both.
        await attention.AddOnceAsync(AttentionKind.LostByGateway, order, cancellationToken);
        await ConfirmAsync(order.OutTradeNo, cancellationToken);
    }

    /// <summary>Finds the order if it is not paid yet.</summary>
    public Task<Order?> FindOpenAsync(Payment payment, CancellationToken cancellationToken) =>
        Open(payment).AsNoTracking().FirstOrDefaultAsync(cancellationToken);

    private async Task SettleAsync(Payment payment, CancellationToken cancellationToken)
    {
        if (await FindAsync(payment, cancellationToken) is not { } order)
        {
            await attention.AddOnceAsync(AttentionKind.UnknownOrder, payment, cancellationToken);
        }
        else if (payment.IsRefunded)
        {
            // First, because number and amount may be missing (guide 3.1.5). An order that this shop has refunded
            // itself needs no attention.
            if (await HoldAsync(payment, cancellationToken))
            {
                await attention.AddOnceAsync(AttentionKind.RefundedElsewhere, payment, cancellationToken);
            }
            else if (order.State == OrderState.Paid && payment.TransactionId is not null)
            {
                await ReportAsync(payment, cancellationToken);
            }
        }
        else if (!payment.Pays(order))
        {
            await HoldAsync(payment, cancellationToken);
            await attention.AddOnceAsync(AttentionKind.Mismatch, payment, cancellationToken);
        }
        else if (await MarkPaidOnceAsync(payment, cancellationToken))
        {
            database.Add(new Shipment { OutTradeNo = payment.OutTradeNo, OrderedAt = time.GetUtcNow() });
            await database.SaveChangesAsync(cancellationToken);
        }
        else
        {
            await ReportAsync(payment, cancellationToken);
        }
    }

    /// <summary>Marks the order paid. Of several concurrent calls, in any process, exactly one returns true.</summary>
    private async Task<bool> MarkPaidOnceAsync(Payment payment, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();

        return await Open(payment).ExecuteUpdateAsync(
            set => set
                .SetProperty(order => order.State, OrderState.Paid)
                .SetProperty(order => order.TransactionId, payment.TransactionId)
                .SetProperty(order => order.PaidAt, now),
            cancellationToken) == 1;
    }

    private Task<int> ConfirmAsync(string outTradeNo, CancellationToken cancellationToken) => database.Orders
        .Where(order => order.OutTradeNo == outTradeNo && order.State == OrderState.Paid)
        .ExecuteUpdateAsync(set => set.SetProperty(order => order.IsConfirmed, true), cancellationToken);

    private async Task<bool> HoldAsync(Payment payment, CancellationToken cancellationToken) =>
        await Open(payment).ExecuteUpdateAsync(
            set => set.SetProperty(order => order.State, OrderState.OnHold), cancellationToken) == 1;

    /// <summary>Puts another payment for an order on the attention list. The payment that paid the order is not
    /// added.</summary>
    private async Task ReportAsync(Payment payment, CancellationToken cancellationToken)
    {
        // Read after the conditional update, so that it sees what the winner stored.
        var order = await FindAsync(payment, cancellationToken);
        if (order!.TransactionId == payment.TransactionId
            || (order.State == OrderState.OnHold && await attention.HasAsync(payment, cancellationToken)))
        {
            return;
        }

        var kind = order.State switch
        {
            OrderState.Closed => AttentionKind.PaidAfterClose,
            OrderState.OnHold => AttentionKind.PaidOnHold,
            _ => AttentionKind.SecondPayment,
        };
        await attention.AddOnceAsync(kind, payment, cancellationToken);
    }

    private IQueryable<Order> Open(Payment payment) => database.Orders.Where(order =>
        order.OutTradeNo == payment.OutTradeNo
        && (order.State == OrderState.Unpaid || order.State == OrderState.Closing));

    private Task<Order?> FindAsync(Payment payment, CancellationToken cancellationToken) => database.Orders
        .AsNoTracking()
        .FirstOrDefaultAsync(order => order.OutTradeNo == payment.OutTradeNo, cancellationToken);
}
