using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Pyxpro.Sdk;
using Pyxpro.Sdk.Testing;

namespace QuickStart;

/// <summary>The gateway of the arguments, where a person pays. Without one, a simulator in this process: its payer pays
/// at once, and its time passes at once.</summary>
internal sealed class Gateway
{
    private static readonly TimeSpan PollingInterval = TimeSpan.FromSeconds(3);

    private readonly FakeTimeProvider _clock = new(DateTimeOffset.UtcNow);
    private readonly GatewaySimulator? _simulator;
    private readonly TimeSpan _payWithin;

    public Gateway(Arguments arguments, ILoggerFactory? loggerFactory)
    {
        _simulator = arguments.GatewayUrl is null ? new(_clock) { FeeType = arguments.Currency } : null;
        _payWithin = arguments.PayWithin;
        var options = _simulator?.CreateOptions(arguments.Configure) ?? arguments.CreateOptions();
        Client = _simulator is null
            ? new PyxproClient(options, loggerFactory)
            : new PyxproClient(new HttpClient(_simulator.CreateHandler()), options, loggerFactory);
        Name = _simulator is null ? $"{options.GatewayUrl} as merchant {options.MchId}" : "the embedded simulator";
    }

    public PyxproClient Client { get; }

    public string Name { get; }

    /// <summary>Waits until the order is paid.</summary>
    /// <returns>What the simulator posts to <c>notify_url</c>. <see langword="null"/> with another gateway, whose
    /// notification does not arrive here.</returns>
    /// <exception cref="TimeoutException">Nobody paid.</exception>
    public async Task<byte[]?> WaitForPaymentAsync(string outTradeNo, CancellationToken cancellationToken)
    {
        if (_simulator is not null)
        {
            return _simulator.Buyer.Pay(outTradeNo);
        }

        Output.Line("waiting", $"for {_payWithin.TotalMinutes:0} minutes at most: scan the code with Alipay and pay");
        for (var waited = TimeSpan.Zero; waited < _payWithin; waited += PollingInterval)
        {
            await Task.Delay(PollingInterval, cancellationToken);
            if (await IsPaidAsync(outTradeNo, cancellationToken))
            {
                Output.Line("seen", "by query; a notification would have gone to notify_url");

                return null;
            }
        }

        throw new TimeoutException("Nobody paid in time.");
    }

    public Task DelayAsync(TimeSpan delay, CancellationToken cancellationToken)
    {
        _clock.Advance(delay);

        return _simulator is null ? Task.Delay(delay, cancellationToken) : Task.CompletedTask;
    }

    private async Task<bool> IsPaidAsync(string outTradeNo, CancellationToken cancellationToken)
    {
        try
        {
            var order = await Client.QueryOrderAsync(new() { OutTradeNo = outTradeNo }, cancellationToken);

            return order.TradeState.IsPaid || order.TradeState.IsRefunded; // the next step checks which
        }
        catch (PyxproException exception) when (exception is PyxproTransportException
            or PyxproBusinessException { IsNotFound: true }
            or PyxproBusinessException { Kind: PyxproErrorKind.Uncertain })
        {
            return false; // a new order may not be visible yet: query again
        }
    }
}
