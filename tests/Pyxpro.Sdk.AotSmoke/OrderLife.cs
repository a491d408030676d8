using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>The life of one order, with a client from a container whose options come from configuration.</summary>
internal sealed class OrderLife(Expectations expectations)
{
    private const string OutTradeNo = "order1";
    private const string OutRefundNo = "refund1";
    private const long TotalFee = 1000;

    private readonly GatewaySimulator _simulator = new("100500", "aot_key") { RefundDelay = TimeSpan.Zero };

    public async Task RunAsync()
    {
        using var provider = CreateServices().BuildServiceProvider();
        var options = provider.GetRequiredService<IOptions<PyxproOptions>>().Value;
        var client = provider.GetRequiredService<PyxproClient>();
        Expect(options.AttemptTimeout == TimeSpan.FromSeconds(7), "the options are bound");

        var created = await client.CreateNativeOrderAsync(
            new CreateNativeOrderRequest { OutTradeNo = OutTradeNo, Body = "goods", TotalFee = TotalFee });
        Expect(created.CodeUrl.Length > 0, "the order is created");

        var body = _simulator.Buyer.Pay(OutTradeNo);
        var isParsed = client.TryParseNotification(body, out var notification, out _);
        Expect(isParsed && notification!.Matches(OutTradeNo, TotalFee, "HKD"), "the notification is believed");

        body.AsSpan().Replace((byte)'1', (byte)'2');
        var isForged = client.TryParseNotification(body, out _, out var rejection);
        Expect(!isForged && rejection == NotificationRejection.WrongSignature, "the forged notification is refused");

        var order = await client.QueryOrderAsync(new QueryOrderRequest { OutTradeNo = OutTradeNo });
        Expect(order.TradeState.IsPaid && order.TotalFee == TotalFee, "the order is paid");

        var refund = await client.RefundAsync(new RefundRequest
        {
            OutTradeNo = OutTradeNo,
            OutRefundNo = OutRefundNo,
            TotalFee = TotalFee,
            RefundFee = 400,
        });
        Expect(refund.RefundFee == 400, "the refund is accepted");

        var refunds = await client.QueryRefundAsync(new QueryRefundRequest { OutRefundNo = OutRefundNo });
        Expect(refunds.Refunds is [{ RefundStatus.IsRefunded: true }], "the refund is done");

        try
        {
            await client.CloseOrderAsync(new CloseOrderRequest { OutTradeNo = OutTradeNo });
            Expect(false, "the paid order is not closed");
        }
        catch (PyxproBusinessException exception)
        {
            Expect(exception.Outcome == PyxproOutcome.Refused, "the paid order is not closed");
        }
    }

    private ServiceCollection CreateServices()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?>
            {
                ["Pyxpro:NotifyUrl"] = "https://shop.example/notify",
                ["Pyxpro:MchCreateIp"] = "127.0.0.1",
                ["Pyxpro:OpUserId"] = "cashier",
                ["Pyxpro:AttemptTimeout"] = "00:00:07",
            })
            .Build();
        var services = new ServiceCollection();
        services.AddPyxpro(configuration.GetSection("Pyxpro"));
        services.AddPyxproSimulator(_simulator);

        return services;
    }

    private void Expect(bool isTrue, string what) => expectations.Expect(isTrue, what);
}
