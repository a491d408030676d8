using Microsoft.Extensions.Options;
using Pyxpro.Sdk;

namespace Shop;

/// <summary>Queries an order and takes its next step. It covers lost notifications and crashes.</summary>
public sealed class OrderCheck(
    PyxproClient gateway,
    Checkout checkout,
    Cancellation cancellation,
    PaymentBook payments,
    TimeProvider time,
    IOptions<ShopOptions> options)
{
    /// <exception cref="PyxproException">The state is still unknown.</exception>
    public async Task RunAsync(Order order, CancellationToken cancellationToken)
    {
        var response = await QueryAsync(order, cancellationToken);
        if (await TryRecordAsync(order, response, cancellationToken))
        {
            return;
        }

        if (order.State == OrderState.Paid)
        {
            // A notification proved the payment. The query does not show it yet.
            if (cancellation.IsOver(order))
            {
                await payments.GiveUpAsync(order, cancellationToken);
            }
        }
        else if (response is { TradeState.IsPending: false } || WasNeverShown(order, response))
        {
            await cancellation.MarkClosedAsync(order, cancellationToken);
        }
        else if (response is null && cancellation.IsOver(order))
        {
            await cancellation.GiveUpAsync(order, cancellationToken);
        }
        else if (order.State == OrderState.Closing)
        {
            await cancellation.CloseAsync(order, cancellationToken);
        }
        else if (time.GetUtcNow() - order.CreatedAt > options.Value.PayWithin)
        {
            await cancellation.RequestAsync(order, cancellationToken);
        }
        else if (order.CodeUrl is null)
        {
            await checkout.RequestCodeAsync(order, cancellationToken);
        }
    }

    /// <summary>Queries an order after a late notification, and records its payment.</summary>
    /// <returns>Whether the query shows a payment.</returns>
    /// <exception cref="PyxproException">The state is still unknown.</exception>
    public async Task<bool> ConfirmAsync(Order order, CancellationToken cancellationToken) =>
        await TryRecordAsync(order, await QueryAsync(order, cancellationToken), cancellationToken);

    private async Task<bool> TryRecordAsync(
        Order order, QueryOrderResponse? response, CancellationToken cancellationToken)
    {
        if (response is not { TradeState: { IsPaid: true } or { IsRefunded: true } })
        {
            return false;
        }

        await payments.RecordAsync(Payment.From(order, response), cancellationToken);

        return true;
    }

    /// <returns><see langword="null"/> if the gateway does not find the order.</returns>
    private async Task<QueryOrderResponse?> QueryAsync(Order order, CancellationToken cancellationToken)
    {
        try
        {
            return await gateway.QueryOrderAsync(
                new QueryOrderRequest { OutTradeNo = order.OutTradeNo }, cancellationToken);
        }
        catch (PyxproBusinessException exception)
            when (exception.Outcome == PyxproOutcome.Refused && exception.IsNotFound)
        {
            return null;
        }
    }

    // Nobody has seen its code. So nobody can pay it, even if the create request should still reach the gateway.
    private static bool WasNeverShown(Order order, QueryOrderResponse? response) =>
        response is null && order is { State: OrderState.Closing, CodeUrl: null };
}
