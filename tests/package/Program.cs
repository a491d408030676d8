using Pyxpro.Sdk;
using Pyxpro.Sdk.Testing;

var simulator = new GatewaySimulator();
var client = new PyxproClient(new HttpClient(simulator.CreateHandler()), simulator.CreateOptions());

var order = await client.CreateNativeOrderAsync(
    new CreateNativeOrderRequest { OutTradeNo = "package1", Body = "goods", TotalFee = 1000 });
Console.WriteLine($"code_url: {order.CodeUrl}");
