using System.Collections.Concurrent;
using Pyxpro.Sdk;
using Pyxpro.Sdk.AspNetCore;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddPyxpro(builder.Configuration.GetSection("Pyxpro"));
builder.Services.AddSingleton<TeaShop>();
builder.Services.AddSingleton<IPaymentNotificationHandler, TeaPaymentHandler>();

var app = builder.Build();
app.MapPyxproNotifications("/pyxpro/notify");
app.MapPost("/orders/{number}", (string number, TeaShop shop) => shop.OrderAsync(number, totalFee: 1000));
app.MapGet("/orders/{number}", (string number, TeaShop shop) => shop.Orders[number].PaidBy is null ? "open" : "paid");
app.MapPost("/reconcile", (TeaShop shop) => shop.ReconcileAsync());
app.Run();

public sealed record TeaOrder(string Number, long TotalFee, string? PaidBy = null);

public sealed class TeaShop(PyxproClient client)
{
    // Your database.
    public ConcurrentDictionary<string, TeaOrder> Orders { get; } = new();

    public async Task<string> OrderAsync(string number, long totalFee)
    {
        Orders[number] = new TeaOrder(number, totalFee); // before the call, so that it can be asked for afterwards
        var order = await client.CreateNativeOrderAsync(
            new CreateNativeOrderRequest { OutTradeNo = number, Body = "tea", TotalFee = totalFee });

        return order.CodeUrl;
    }

    // A conditional write: whoever comes second changes nothing.
    public bool TryMarkPaid(TeaOrder order, string transactionId) =>
        Orders.TryUpdate(order.Number, order with { PaidBy = transactionId }, order with { PaidBy = null });

    public async Task ReconcileAsync()
    {
        foreach (var order in Orders.Values.Where(order => order.PaidBy is null))
        {
            try
            {
                var answer = await client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = order.Number });
                if (answer.Matches(order.Number, order.TotalFee, "HKD"))
                {
                    TryMarkPaid(order, answer.TransactionId!);
                }
            }
            catch (PyxproException)
            {
                // Nobody knows, or it does not exist: it is asked for again in the next round.
            }
        }
    }
}

public sealed class TeaPaymentHandler(TeaShop shop) : IPaymentNotificationHandler
{
    public Task HandleAsync(PaymentNotification notification, CancellationToken cancellationToken = default)
    {
        if (notification.IsPaid)
        {
            var order = shop.Orders[notification.OutTradeNo];
            notification.EnsureMatches(order.Number, order.TotalFee, "HKD");
            shop.TryMarkPaid(order, notification.TransactionId);
        }

        return Task.CompletedTask;
    }
}

public partial class Program;
