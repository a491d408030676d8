using Microsoft.Extensions.Logging;
using Pyxpro.Sdk;

namespace QuickStart;

/// <summary>A gateway somewhere else: a person scans the code, and this program asks until the order is paid.</summary>
internal sealed class RealScene(PyxproOptions options, TimeSpan patience, ILoggerFactory? loggerFactory)
    : Scene
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(3);

    public override string Title => $"{options.GatewayUrl} as merchant {options.MchId}";

    // The client keeps the deadlines itself.
    public override PyxproClient Client { get; } = new(
        new HttpClient(PyxproClient.CreateHandler()) { Timeout = Timeout.InfiniteTimeSpan }, options, loggerFactory);

    public override async Task<PaymentNotification?> WaitForPaymentAsync(
        string outTradeNo, CancellationToken cancellationToken)
    {
        Report.Line("waiting", $"for {patience.TotalMinutes:0} minutes at most: scan the code with Alipay and pay");
        for (var waited = TimeSpan.Zero; waited < patience; waited += Pause)
        {
            await Task.Delay(Pause, cancellationToken);
            if (await HasPaidAsync(outTradeNo, cancellationToken))
            {
                return null;
            }
        }

        throw new StepFailedException("Nobody paid in time.");
    }

    public override Task WaitAsync(TimeSpan delay, CancellationToken cancellationToken) =>
        Task.Delay(delay, cancellationToken);

    private async Task<bool> HasPaidAsync(string outTradeNo, CancellationToken cancellationToken)
    {
        try
        {
            var order = await Client.QueryOrderAsync(
                new QueryOrderRequest { OutTradeNo = outTradeNo }, cancellationToken);

            // Whether it is the order's payment, and still there, the next step looks at.
            return order.TradeState.IsPaid || order.TradeState.IsRefunded;
        }
        catch (PyxproException exception) when (exception is PyxproTransportException
            or PyxproBusinessException { IsNotFound: true } or PyxproBusinessException { Kind: PyxproErrorKind.Uncertain })
        {
            // No answer is no proof, and "does not exist" is none so soon after the order was made: ask again.
            return false;
        }
    }
}
