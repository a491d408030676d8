using Pyxpro.Sdk;
using Pyxpro.Sdk.Testing;

var simulator = new GatewaySimulator();
var options = simulator.CreateOptions(options =>
{
    options.NotifyUrl = new Uri("https://shop.example/pyxpro/notify");
    options.MchCreateIp = "203.0.113.7";
});
var client = new PyxproClient(new HttpClient(simulator.CreateHandler()), options);

var order = await client.CreateNativeOrderAsync(
    new CreateNativeOrderRequest { OutTradeNo = "package1", Body = "goods", TotalFee = 1000 });
Console.WriteLine($"code_url: {order.CodeUrl}");
