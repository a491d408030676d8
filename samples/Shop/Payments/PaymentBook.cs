using Microsoft.EntityFrameworkCore;

namespace Shop;

/// <summary>The one place where payments reach orders, by whatever way they became known, and as often as they
/// come.</summary>
public sealed class PaymentBook(ShopDatabase database, AttentionList attention, TimeProvider time)
{
    /// <summary>Records a payment in one transaction: the order is paid and its shipment ordered, or the payment is on
    /// the attention list, or it was recorded before.</summary>
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

    /// <summary>Ends the questions about an order that is paid, and that the gateway does not know as paid. A person has
    /// to find out why.</summary>
    public async Task GiveUpAsync(Order order, CancellationToken cancellationToken)
    {
        // In this order: if the process dies between, it comes again.
        await attention.AddOnceAsync(AttentionKind.LostByGateway, order, cancellationToken);
        await ConfirmAsync(order.OutTradeNo, cancellationToken);
    }

    /// <summary>Finds an order that waits for its payment.</summary>
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
            // First of all, because it may lack numbers and amount (guide 3.1.5). Of an order that this shop has
            // refunded itself, this is no news.
            if (await HoldAsync(payment, cancellationToken))
            {
                await attention.AddOnceAsync(AttentionKind.RefundedElsewhere, payment, cancellationToken);
            }
            else if (order.State == OrderState.Paid && payment.TransactionId is not null)
            {
                await SurfaceAsync(payment, cancellationToken);
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
            await SurfaceAsync(payment, cancellationToken);
        }
    }

    /// <summary>Marks the order paid. Of any number of calls at once, on any number of machines, one does it.</summary>
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

    /// <summary>Puts a payment of an order that waits for none on the attention list, unless it is the one that the
    /// order was paid by.</summary>
    private async Task SurfaceAsync(Payment payment, CancellationToken cancellationToken)
    {
        // Read after the conditional write, and so as the one left it that came first.
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
