using Microsoft.Extensions.Options;
using Pyxpro.Sdk;

namespace Shop;

/// <summary>Asks the gateway what became of an order, and takes the next step: a notification can be lost, a process
/// can die on any line.</summary>
public sealed class OrderCheck(
    PyxproClient gateway,
    Checkout checkout,
    Cancellation cancellation,
    PaymentBook payments,
    TimeProvider time,
    IOptions<ShopOptions> options)
{
    /// <exception cref="PyxproException">It is as unknown as before.</exception>
    public async Task RunAsync(Order order, CancellationToken cancellationToken)
    {
        var answer = await AskAsync(order, cancellationToken);
        if (await TryRecordAsync(order, answer, cancellationToken))
        {
            return;
        }

        if (order.State == OrderState.Paid)
        {
            // A notification has proven the payment, and the gateway's query does not show it yet.
            if (cancellation.IsOver(order))
            {
                await payments.GiveUpAsync(order, cancellationToken);
            }
        }
        else if (answer is { TradeState.IsPending: false } || IsUnseen(order, answer))
        {
            await cancellation.MarkClosedAsync(order, cancellationToken);
        }
        else if (answer is null && cancellation.IsOver(order))
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

    /// <summary>Asks the gateway what became of a payment that was told late, and records what it says.</summary>
    /// <returns>Whether the gateway knows of a payment.</returns>
    /// <exception cref="PyxproException">It did not say.</exception>
    public async Task<bool> ConfirmAsync(Order order, CancellationToken cancellationToken) =>
        await TryRecordAsync(order, await AskAsync(order, cancellationToken), cancellationToken);

    private async Task<bool> TryRecordAsync(
        Order order, QueryOrderResponse? answer, CancellationToken cancellationToken)
    {
        if (answer is not { TradeState: { IsPaid: true } or { IsRefunded: true } })
        {
            return false;
        }

        await payments.RecordAsync(Payment.From(order, answer), cancellationToken);

        return true;
    }

    /// <returns><see langword="null"/> if the gateway does not see such an order.</returns>
    private async Task<QueryOrderResponse?> AskAsync(Order order, CancellationToken cancellationToken)
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

    // Nobody has seen the code of such an order, so that nobody can pay it, even if the gateway should get it late.
    private static bool IsUnseen(Order order, QueryOrderResponse? answer) =>
        answer is null && order is { State: OrderState.Closing, CodeUrl: null };
}
