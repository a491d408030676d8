using Microsoft.Extensions.Options;
using Pyxpro.Sdk;

namespace Shop;

/// <summary>Does the work of a claim and releases the claim. Exceptions are logged and not thrown: the reconciler
/// retries.</summary>
public sealed class ClaimedWork(
    IServiceScopeFactory scopes, TimeProvider time, IOptions<ShopOptions> options, ILogger<ClaimedWork> logger)
{
    /// <summary>Does work for a claimed order.</summary>
    public Task RunAsync(
        Order order, Func<IServiceProvider, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        RunAsync(
            order.OutTradeNo, work, due => due.ReleaseAsync(order, CancellationToken.None), cancellationToken);

    /// <summary>Does work for a claimed refund.</summary>
    public Task RunAsync(
        Refund refund, Func<IServiceProvider, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        RunAsync(
            refund.OutRefundNo, work, due => due.ReleaseAsync(refund, CancellationToken.None), cancellationToken);

    private async Task RunAsync(
        string number,
        Func<IServiceProvider, CancellationToken, Task> work,
        Func<DueWork, Task> release,
        CancellationToken cancellationToken)
    {
        // Nothing may be sent after the claim has expired.
        using var claim = new CancellationTokenSource(options.Value.ClaimFor, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(claim.Token, cancellationToken);
        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await work(scope.ServiceProvider, end.Token);
        }
        catch (PyxproException exception)
        {
            Log.StillPending(logger, number, exception.Message);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The process stops, or the client has disconnected.
        }
        catch (Exception exception)
        {
            Log.WorkFailed(logger, number, exception);
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            await release(scope.ServiceProvider.GetRequiredService<DueWork>());
        }
        catch (Exception exception)
        {
            Log.ReleaseFailed(logger, number, exception.Message);
        }
    }
}
