using System.Collections.Concurrent;
using Pyxpro.Sdk.Testing;

namespace Pyxpro.Sdk.Tests;

/// <summary>A merchant who does as the documentation says: stores a number before it is used, asks when nobody knows,
/// delivers once, and reconciles what no notification told of.</summary>
internal sealed class CarefulMerchant
{
    public const long Price = 1000;

    private readonly PyxproClient _client;
    private readonly ConcurrentDictionary<string, string> _deliveredFor = new();

    public CarefulMerchant(GatewaySimulator simulator, SteppedTime time)
    {
        var options = simulator.CreateOptions(TestMerchant.ConfigureOwn);
        (options.RetryDelay, options.MaxRetryDelay) = (TimeSpan.Zero, TimeSpan.Zero);
        options.CircuitMinimumAttempts = 1_000_000;
        _client = new PyxproClient(new HttpClient(simulator.CreateHandler()), options, loggerFactory: null, time);
        simulator.Notifications.UseHttpClient(new Endpoint((body, _) =>
            Task.FromResult(Endpoint.Response(Take(body) ? "success" : "fail"))).ToHttpClient());
    }

    /// <summary>Gets what was delivered, by order, and for which payment.</summary>
    public IReadOnlyDictionary<string, string> DeliveredFor => _deliveredFor;

    /// <summary>Gets payments for which nothing was delivered, because another was first.</summary>
    public ConcurrentDictionary<string, string> OwedBack { get; } = new();

    /// <summary>Gets what the client said, where it was sure.</summary>
    public ConcurrentQueue<(PyxproOperation Operation, string Number, bool IsDone)> Said { get; } = new();

    /// <summary>Makes an order. Whatever is said, the same request brings the same order, so that it can be sent
    /// again.</summary>
    public Task<bool> CreateAsync(string order) => CallAsync(
        PyxproOperation.CreateNativeOrder,
        order,
        () => _client.CreateNativeOrderAsync(new() { OutTradeNo = order, Body = "tea", TotalFee = Price }));

    public Task<bool> RefundAsync(string order, string refund, long amount) => CallAsync(
        PyxproOperation.Refund,
        refund,
        () => _client.RefundAsync(new() { OutTradeNo = order, OutRefundNo = refund, TotalFee = Price, RefundFee = amount }));

    public Task<bool> CloseAsync(string order) => CallAsync(
        PyxproOperation.CloseOrder, order, () => _client.CloseOrderAsync(new() { OutTradeNo = order }));

    /// <summary>Asks for an order and delivers what was paid.</summary>
    public async Task ReconcileAsync(string order)
    {
        try
        {
            var response = await _client.QueryOrderAsync(new() { OutTradeNo = order });
            if (response.Matches(order, Price, "HKD"))
            {
                Deliver(order, response.TransactionId!);
            }
        }
        catch (PyxproException)
        {
            // It is asked for again in the next round.
        }
    }

    private bool Take(byte[] body)
    {
        if (!_client.TryParseNotification(body, out var notification, out _))
        {
            return false;
        }

        if (notification.IsPaid)
        {
            notification.EnsureMatches(notification.OutTradeNo, Price, "HKD");
            Deliver(notification.OutTradeNo, notification.TransactionId);
        }

        return true;
    }

    private void Deliver(string order, string transactionId)
    {
        if (_deliveredFor.GetOrAdd(order, transactionId) != transactionId)
        {
            OwedBack[transactionId] = order;
        }
    }

    private async Task<bool> CallAsync(PyxproOperation operation, string number, Func<Task> call)
    {
        try
        {
            await call();
            Said.Enqueue((operation, number, true));

            return true;
        }
        catch (PyxproException exception) when (exception.Outcome != PyxproOutcome.Uncertain)
        {
            Said.Enqueue((operation, number, false));

            return false;
        }
        catch (PyxproException)
        {
            return false;
        }
    }
}
