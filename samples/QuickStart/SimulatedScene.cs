using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Pyxpro.Sdk;
using Pyxpro.Sdk.Testing;

namespace QuickStart;

/// <summary>The embedded gateway: the payer pays at once, and time passes as soon as somebody waits for it.</summary>
internal sealed class SimulatedScene : Scene
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.UtcNow);
    private readonly GatewaySimulator _simulator;

    public SimulatedScene(string currency, ILoggerFactory? loggerFactory)
    {
        _simulator = new GatewaySimulator(_time) { FeeType = currency };
        var options = _simulator.CreateOptions(options =>
        {
            options.NotifyUrl = new Uri("https://shop.example/pyxpro/notify");
            options.MchCreateIp = "127.0.0.1";
            options.OpUserId = "quickstart";
        });
        Client = new PyxproClient(new HttpClient(_simulator.CreateHandler()), options, loggerFactory);
    }

    public override string Title => "the embedded simulator";

    public override PyxproClient Client { get; }

    public override Task<PaymentNotification?> WaitForPaymentAsync(
        string outTradeNo, CancellationToken cancellationToken)
    {
        // What a real gateway posts to notify_url is handed over here.
        var body = _simulator.Buyer.Pay(outTradeNo);

        return Task.FromResult<PaymentNotification?>(Client.ParseNotification(body));
    }

    public override Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        _time.Advance(delay);

        return Task.CompletedTask;
    }
}
