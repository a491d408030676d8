using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk;

namespace Shop;

/// <summary>Places orders. Each is stored before the gateway is asked for its QR code.</summary>
public sealed class Checkout(
    ShopDatabase database,
    PyxproClient gateway,
    ClaimedWork claimed,
    Backoff backoff,
    TimeProvider time,
    IOptions<ShopOptions> options)
{
    /// <summary>Stores an order, unless it is stored already, and requests its code. If that fails, the reconciler
    /// retries.</summary>
    public async Task PlaceAsync(string outTradeNo, Product product, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var order = new Order
        {
            OutTradeNo = outTradeNo,
            ProductName = product.Name,
            TotalFee = product.Price,
            FeeType = options.Value.FeeType,
            CreatedAt = now,
            NextCheckAt = backoff.Next(checks: 0, now),
            ClaimedUntil = now + options.Value.ClaimFor,
        };
        if (await TryStoreAsync(order, cancellationToken))
        {
            await claimed.RunAsync(
                order,
                (services, end) => services.GetRequiredService<Checkout>().RequestCodeAsync(order, end),
                cancellationToken);
        }
    }

    /// <summary>Requests the code of an order. This is idempotent: the same number with the same values makes one
    /// order.</summary>
    /// <exception cref="PyxproException">There is no code yet.</exception>
    public async Task RequestCodeAsync(Order order, CancellationToken cancellationToken)
    {
        var response = await gateway.CreateNativeOrderAsync(
            new CreateNativeOrderRequest
            {
                OutTradeNo = order.OutTradeNo,
                Body = order.ProductName,
                TotalFee = order.TotalFee,
            },
            cancellationToken);

        await database.Orders
            .Where(row => row.OutTradeNo == order.OutTradeNo
                && row.CodeUrl == null
                && row.State == OrderState.Unpaid)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.CodeUrl, response.CodeUrl), cancellationToken);
    }

    private async Task<bool> TryStoreAsync(Order order, CancellationToken cancellationToken)
    {
        if (await IsStoredAsync(order, cancellationToken))
        {
            return false; // the form was submitted twice
        }

        database.Add(order);
        try
        {
            await database.SaveChangesAsync(cancellationToken);

            return true;
        }
        catch (DbUpdateException)
        {
            database.ChangeTracker.Clear();
            if (await IsStoredAsync(order, cancellationToken))
            {
                return false; // submitted twice at the same time
            }

            throw;
        }
    }

    private Task<bool> IsStoredAsync(Order order, CancellationToken cancellationToken) =>
        database.Orders.AnyAsync(row => row.OutTradeNo == order.OutTradeNo, cancellationToken);
}
