namespace Pyxpro.Sdk.Tests;

/// <summary>The orders as the examples ask for them.</summary>
public interface IPlayedOrders
{
    Task<PlayedOrder> GetAsync(string outTradeNo, CancellationToken cancellationToken);

    Task MarkPaidOnceAsync(string outTradeNo, string transactionId, CancellationToken cancellationToken);
}
