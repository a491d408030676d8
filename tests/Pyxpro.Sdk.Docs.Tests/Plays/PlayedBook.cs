namespace Pyxpro.Sdk.Tests;

/// <summary>The database that examples leave to their readers: one order of the asked number, which is marked paid
/// once, as the example says.</summary>
public sealed class PlayedBook : IPlayedOrders
{
    private readonly Dictionary<string, string> _paidBy = [];

    public List<string> Delivered { get; } = [];

    public Task<PlayedOrder> GetAsync(string outTradeNo, CancellationToken cancellationToken) =>
        Task.FromResult(new PlayedOrder(outTradeNo, 1000, "HKD"));

    public Task MarkPaidOnceAsync(string outTradeNo, string transactionId, CancellationToken cancellationToken = default)
    {
        if (_paidBy.TryAdd(outTradeNo, transactionId))
        {
            Delivered.Add(outTradeNo);
        }

        return Task.CompletedTask;
    }
}
