using System.Collections.Concurrent;
using Pyxpro.Sdk;
using Pyxpro.Sdk.AspNetCore;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddPyxpro(builder.Configuration.GetSection("Pyxpro"));
builder.Services.AddSingleton(TimeProvider.System);
builder.Services.AddSingleton<TeaShop>();
builder.Services.AddSingleton<IPaymentNotificationHandler, TeaPaymentHandler>();

var app = builder.Build();
app.MapPyxproNotifications("/pyxpro/notify");
app.MapPost("/orders/{number}", (string number, TeaShop shop) => shop.OrderAsync(number, totalFee: 1000));
app.MapGet("/orders/{number}", (string number, TeaShop shop) => shop.Orders[number].PaidBy is null ? "open" : "paid");
app.MapPost("/reconcile", (TeaShop shop) => shop.ReconcileAsync());
app.Run();

public sealed record TeaOrder(string Number, long TotalFee, string? PaidBy = null);

public sealed class TeaShop(PyxproClient client, TimeProvider time)
{
    // Your database.
    public ConcurrentDictionary<string, TeaOrder> Orders { get; } = new();

    // Payments that a person must check: paid twice, not as ordered, refunded elsewhere.
    public ConcurrentDictionary<string, string> Attention { get; } = new();

    public async Task<string> OrderAsync(string number, long totalFee)
    {
        // Store the order before the call, so that it can be queried later. Never replace an existing order.
        var order = Orders.GetOrAdd(number, new TeaOrder(number, totalFee));
        if (order.PaidBy is not null || order.TotalFee != totalFee)
        {
            throw new InvalidOperationException($"The number {number} is used.");
        }

        // A create is idempotent: for an existing order, the same request returns its code again.
        var created = await client.CreateNativeOrderAsync(
            new CreateNativeOrderRequest { OutTradeNo = number, Body = "tea", TotalFee = totalFee });

        return created.CodeUrl;
    }

    public async Task SettleAsync(PaymentNotification notification, CancellationToken cancellationToken)
    {
        if (!notification.IsPaid)
        {
            return;
        }

        if (!Orders.TryGetValue(notification.OutTradeNo, out var order)
            || !notification.Matches(order.Number, order.TotalFee, "HKD"))
        {
            Attention.TryAdd(notification.TransactionId, "not as ordered");
        }
        else if (notification.TimeEnd is { } paidAt && time.GetUtcNow() - paidAt < TimeSpan.FromHours(1))
        {
            MarkPaidOnce(order, notification.TransactionId);
        }
        else
        {
            // The notification is late: the payment may have been refunded since.
            await QueryAsync(order, cancellationToken);
        }
    }

    public async Task ReconcileAsync(CancellationToken cancellationToken = default)
    {
        foreach (var order in Orders.Values.Where(order => order.PaidBy is null))
        {
            try
            {
                await QueryAsync(order, cancellationToken);
            }
            catch (PyxproException)
            {
                // The outcome is unknown, or there is no such order: the next round queries it again.
            }
        }
    }

    private async Task QueryAsync(TeaOrder order, CancellationToken cancellationToken)
    {
        var response = await client.QueryOrderAsync(
            new QueryOrderRequest { OutTradeNo = order.Number }, cancellationToken);
        if (response.Matches(order.Number, order.TotalFee, "HKD"))
        {
            MarkPaidOnce(order, response.TransactionId!);
        }
        else if (response.TradeState.IsPaid || (response.TradeState.IsRefunded && Orders[order.Number].PaidBy is null))
        {
            Attention.TryAdd(order.Number, response.TradeState.IsPaid ? "not as ordered" : "refunded");
        }
    }

    // A conditional update: only the first one has an effect.
    private void MarkPaidOnce(TeaOrder order, string transactionId)
    {
        var unpaid = order with { PaidBy = null };
        if (!Orders.TryUpdate(order.Number, unpaid with { PaidBy = transactionId }, unpaid)
            && Orders[order.Number].PaidBy != transactionId)
        {
            Attention.TryAdd(transactionId, "paid twice");
        }
    }
}

public sealed class TeaPaymentHandler(TeaShop shop) : IPaymentNotificationHandler
{
    public Task HandleAsync(PaymentNotification notification, CancellationToken cancellationToken = default) =>
        shop.SettleAsync(notification, cancellationToken);
}

public partial class Program;
