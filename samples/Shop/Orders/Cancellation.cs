using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk;

namespace Shop;

/// <summary>Closes unpaid orders. The gateway closes no order that is younger than five minutes (guide 3.1.6). Until
/// then it can still be paid, and a payment wins.</summary>
public sealed class Cancellation(
    ShopDatabase database,
    PyxproClient gateway,
    AttentionList attention,
    TimeProvider time,
    IOptions<ShopOptions> options)
{
    /// <summary>Stores that an order is to be closed. The reconciler closes it at the gateway.</summary>
    /// <returns>Whether it was unpaid.</returns>
    public async Task<bool> RequestAsync(Order order, CancellationToken cancellationToken)
    {
        var closesAt = ClosesAt(order);
        var now = time.GetUtcNow();
        var nextCheckAt = closesAt > now ? closesAt : now;
        var changed = await database.Orders
            .Where(row => row.OutTradeNo == order.OutTradeNo && row.State == OrderState.Unpaid)
            .ExecuteUpdateAsync(
                set => set
                    .SetProperty(row => row.State, OrderState.Closing)
                    .SetProperty(row => row.Checks, 0)
                    .SetProperty(row => row.NextCheckAt, nextCheckAt),
                cancellationToken);

        return changed == 1;
    }

    /// <summary>Returns when the gateway will accept a close.</summary>
    public DateTimeOffset ClosesAt(Order order) => order.CreatedAt + options.Value.CancelAfter;

    /// <summary>Closes an order at the gateway.</summary>
    /// <exception cref="PyxproException">It is not confirmed as closed. It may be paid, or too young.</exception>
    public async Task CloseAsync(Order order, CancellationToken cancellationToken)
    {
        await gateway.CloseOrderAsync(new CloseOrderRequest { OutTradeNo = order.OutTradeNo }, cancellationToken);
        await MarkClosedAsync(order, cancellationToken);
    }

    /// <summary>Stores that the order is closed.</summary>
    public Task MarkClosedAsync(Order order, CancellationToken cancellationToken) => database.Orders
        .Where(row => row.OutTradeNo == order.OutTradeNo
            && (row.State == OrderState.Unpaid || row.State == OrderState.Closing))
        .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, OrderState.Closed), cancellationToken);

    /// <summary>Closes an order that the gateway no longer finds, although it returned a code. A person has to find out
    /// why.</summary>
    public async Task GiveUpAsync(Order order, CancellationToken cancellationToken)
    {
        // In this order: after a crash between the two, the reconciler repeats both.
        await attention.AddOnceAsync(AttentionKind.LostByGateway, order, cancellationToken);
        await MarkClosedAsync(order, cancellationToken);
    }

    /// <summary>Returns whether an order is too old for a payment to be under way.</summary>
    public bool IsOver(Order order) =>
        time.GetUtcNow() - order.CreatedAt > options.Value.PayWithin + options.Value.UncertainFor;
}
