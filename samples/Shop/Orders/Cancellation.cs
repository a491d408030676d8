using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk;

namespace Shop;

/// <summary>Ends an order that nobody has paid. The gateway closes none that is younger than five minutes (guide
/// 3.1.6): until then the order waits, and whoever pays it meanwhile gets what he paid for.</summary>
public sealed class Cancellation(
    ShopDatabase database,
    PyxproClient gateway,
    AttentionList attention,
    TimeProvider time,
    IOptions<ShopOptions> options)
{
    /// <summary>Stores that an order is to be closed. The reconciler closes it.</summary>
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

    /// <summary>Gets when the gateway takes a close.</summary>
    public DateTimeOffset ClosesAt(Order order) => order.CreatedAt + options.Value.CancelAfter;

    /// <summary>Closes an order at the gateway.</summary>
    /// <exception cref="PyxproException">It is not known to be closed: it may be paid, or too young.</exception>
    public async Task CloseAsync(Order order, CancellationToken cancellationToken)
    {
        await gateway.CloseOrderAsync(new CloseOrderRequest { OutTradeNo = order.OutTradeNo }, cancellationToken);
        await MarkClosedAsync(order, cancellationToken);
    }

    /// <summary>Stores that the gateway has no open order of this number any more.</summary>
    public Task MarkClosedAsync(Order order, CancellationToken cancellationToken) => database.Orders
        .Where(row => row.OutTradeNo == order.OutTradeNo
            && (row.State == OrderState.Unpaid || row.State == OrderState.Closing))
        .ExecuteUpdateAsync(set => set.SetProperty(row => row.State, OrderState.Closed), cancellationToken);

    /// <summary>Closes an order that the gateway does not know, although it gave a code for it. A person has to find
    /// out why.</summary>
    public async Task GiveUpAsync(Order order, CancellationToken cancellationToken)
    {
        // In this order: if the process dies between, it comes again.
        await attention.AddOnceAsync(AttentionKind.LostByGateway, order, cancellationToken);
        await MarkClosedAsync(order, cancellationToken);
    }

    /// <summary>Says whether an order is so old that no payment of it can be under way any more.</summary>
    public bool IsOver(Order order) =>
        time.GetUtcNow() - order.CreatedAt > options.Value.PayWithin + options.Value.UncertainFor;
}
