using Pyxpro.Sdk;
using Pyxpro.Sdk.AspNetCore;
using Pyxpro.Sdk.Testing;

var builder = WebApplication.CreateBuilder(args);
builder.Logging.ClearProviders();
builder.Configuration["Pyxpro:MchCreateIp"] = "203.0.113.7";
builder.Services.AddPyxpro(builder.Configuration.GetSection("Pyxpro"));
builder.Services.AddPyxproSimulator();
builder.Services.AddSingleton<IPaymentNotificationHandler, Handler>();
builder.Services.AddHealthChecks().AddPyxproHealthCheck();

await using var app = builder.Build();
app.Urls.Add("http://127.0.0.1:0");
app.MapPyxproNotifications("/pyxpro/notify");
app.MapHealthChecks("/health");
await app.StartAsync();

using var browser = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
Console.WriteLine($"health: {await browser.GetStringAsync("/health")}");

var gateway = app.Services.GetRequiredService<GatewaySimulator>();
gateway.Notifications.UseHttpClient(browser);
var order = await app.Services.GetRequiredService<PyxproClient>().CreateNativeOrderAsync(new CreateNativeOrderRequest
{
    OutTradeNo = "package1",
    Body = "goods",
    TotalFee = 1000,
    NotifyUrl = new Uri(browser.BaseAddress, "/pyxpro/notify"),
});
Console.WriteLine($"code_url: {order.CodeUrl}");

gateway.Buyer.Pay("package1");
var deliveries = await gateway.Notifications.DeliverAsync();
Console.WriteLine($"notification: {deliveries.Single().Result}");

internal sealed class Handler : IPaymentNotificationHandler
{
    public Task HandleAsync(PaymentNotification notification, CancellationToken cancellationToken)
    {
        Console.WriteLine($"paid: {notification.OutTradeNo} {notification.TotalFee}");

        return Task.CompletedTask;
    }
}
