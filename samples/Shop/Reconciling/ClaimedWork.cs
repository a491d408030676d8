using Microsoft.Extensions.Options;
using Pyxpro.Sdk;

namespace Shop;

/// <summary>Does the work of a claim, and gives the claim back. Whatever goes wrong is logged and goes no further: what
/// was claimed is still stored, and comes again.</summary>
public sealed class ClaimedWork(
    IServiceScopeFactory scopes, TimeProvider time, IOptions<ShopOptions> options, ILogger<ClaimedWork> logger)
{
    /// <summary>Does work for an order that is claimed.</summary>
    public Task RunAsync(
        Order order, Func<IServiceProvider, CancellationToken, Task> work, CancellationToken cancellationToken) =>
        RunAsync(
            order.OutTradeNo, work, due => due.ReleaseAsync(order, CancellationToken.None), cancellationToken);

    /// <summary>Does work for a refund that is claimed.</summary>
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
        // Nothing is sent for it after that, even if the database was slow.
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
            // The process ends, or the caller has gone.
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
