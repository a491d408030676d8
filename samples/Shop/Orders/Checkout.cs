using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk;

namespace Shop;

/// <summary>Takes an order: stores it, and only then asks the gateway for its QR code.</summary>
public sealed class Checkout(
    ShopDatabase database,
    PyxproClient gateway,
    ClaimedWork claimed,
    Backoff backoff,
    TimeProvider time,
    IOptions<ShopOptions> options)
{
    /// <summary>Stores an order, unless it is stored already, and asks for its code. If there is none yet, the order
    /// stands, and the reconciler goes on.</summary>
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

    /// <summary>Asks for the code of an order. The same number with the same values makes one order at the gateway,
    /// however often it is asked.</summary>
    /// <exception cref="PyxproException">There is no code yet.</exception>
    public async Task RequestCodeAsync(Order order, CancellationToken cancellationToken)
    {
        var answer = await gateway.CreateNativeOrderAsync(
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
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.CodeUrl, answer.CodeUrl), cancellationToken);
    }

    private async Task<bool> TryStoreAsync(Order order, CancellationToken cancellationToken)
    {
        if (await IsStoredAsync(order, cancellationToken))
        {
            return false; // the form was sent twice
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
                return false; // twice at once
            }

            throw; // the database has another reason
        }
    }

    private Task<bool> IsStoredAsync(Order order, CancellationToken cancellationToken) =>
        database.Orders.AnyAsync(row => row.OutTradeNo == order.OutTradeNo, cancellationToken);
}
