using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Pyxpro.Sdk;
using Pyxpro.Sdk.Testing;
using System.Reflection;

var builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders();
builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
{
    ["Pyxpro:NotifyUrl"] = "https://shop.example/pyxpro/notify",
    ["Pyxpro:MchCreateIp"] = "203.0.113.7",
    ["Pyxpro:OpUserId"] = "124580000005",
    ["Pyxpro:MaxAttempts"] = "1",
    ["Pyxpro:CircuitMinimumAttempts"] = "2",
    ["Pyxpro:CircuitBreakDuration"] = "00:10:00",
});
builder.Services.AddPyxpro(builder.Configuration.GetSection("Pyxpro"));
builder.Services.AddPyxproSimulator();
using var host = builder.Build();
await host.StartAsync();

var client = host.Services.GetRequiredService<PyxproClient>();
var gateway = host.Services.GetRequiredService<GatewaySimulator>();
Console.WriteLine($"ping: {(await client.PingAsync()).Result}");

var order = await client.CreateNativeOrderAsync(
    new CreateNativeOrderRequest { OutTradeNo = "package1", Body = "goods", TotalFee = 1000 });
Console.WriteLine($"code_url: {order.CodeUrl}");

gateway.Buyer.Pay("package1");
var refund = await client.RefundAsync(new RefundRequest
{
    OutTradeNo = "package1",
    OutRefundNo = "refund1",
    TotalFee = 1000,
    RefundFee = 400,
});
Console.WriteLine($"refund_fee: {refund.RefundFee}");

gateway.IsReachable = false;
PyxproTransportException? failure = null;
for (var i = 0; i < 3; i++)
{
    try
    {
        await client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = "package1" });
    }
    catch (PyxproTransportException exception)
    {
        failure = exception;
    }
}

Console.WriteLine($"circuit breaker: {failure?.Outcome}, retry after {failure?.RetryAfter?.TotalMinutes:0} min");
await host.StopAsync();

foreach (var type in new[]
{
    typeof(HttpClientFactoryOptions), typeof(ILogger), typeof(IOptions<>), typeof(ConfigurationChangeTokenSource<>),
    typeof(ResiliencePipeline),
})
{
    var version = type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
    Console.WriteLine($"loaded: {type.Assembly.GetName().Name} {version.Split('+')[0]}");
}
