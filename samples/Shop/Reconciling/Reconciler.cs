using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Shop;

/// <summary>Checks orders and refunds when they are due. Several checks run concurrently, so that a slow one does not
/// block the others. It can run in any number of processes.</summary>
public sealed class Reconciler(
    IServiceScopeFactory scopes,
    ClaimedWork claimed,
    TimeProvider time,
    IOptions<ShopOptions> options,
    ILogger<Reconciler> logger)
    : BackgroundService
{
    private bool _isRefundsTurn;

    /// <summary>Checks everything that is due now.</summary>
    public Task RunOnceAsync(CancellationToken cancellationToken) =>
        RunAsync(TakeUntilNoneIsDueAsync(cancellationToken));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        RunAsync(TakeForeverAsync(stoppingToken));

    // Claimed only when a check can start, so that no claim expires in a queue.
    private Task RunAsync(IAsyncEnumerable<Func<Task>> checks) =>
        Parallel.ForEachAsync(
            checks,
            new ParallelOptions { MaxDegreeOfParallelism = options.Value.ReconcileAtOnce },
            (check, _) => new ValueTask(check()));

    private async IAsyncEnumerable<Func<Task>> TakeUntilNoneIsDueAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (await TakeAsync(cancellationToken) is { } check)
        {
            yield return check;
        }
    }

    private async IAsyncEnumerable<Func<Task>> TakeForeverAsync(
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var pause = new Pause(options.Value.ReconcileEvery, time);
        while (!cancellationToken.IsCancellationRequested)
        {
            Func<Task>? check = null;
            try
            {
                check = await TakeAsync(cancellationToken);
                pause.Succeeded();
            }
            catch (Exception) when (cancellationToken.IsCancellationRequested)
            {
                yield break;
            }
            catch (Exception exception)
            {
                Log.TakingFailed(logger, pause.Failed(), exception);
            }

            if (check is not null)
            {
                yield return check;
            }
            else
            {
                await pause.WaitAsync(cancellationToken);
            }
        }
    }

    /// <summary>Claims what is due. Orders and refunds take turns, so that neither starves.</summary>
    private async Task<Func<Task>?> TakeAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var due = scope.ServiceProvider.GetRequiredService<DueWork>();
        _isRefundsTurn = !_isRefundsTurn;

        return _isRefundsTurn
            ? await TakeRefundAsync(due, cancellationToken) ?? await TakeOrderAsync(due, cancellationToken)
            : await TakeOrderAsync(due, cancellationToken) ?? await TakeRefundAsync(due, cancellationToken);
    }

    private async Task<Func<Task>?> TakeOrderAsync(DueWork due, CancellationToken cancellationToken) =>
        await due.TakeOrderAsync(cancellationToken) is { } order
            ? () => claimed.RunAsync(
                order,
                (services, end) => services.GetRequiredService<OrderCheck>().RunAsync(order, end),
                cancellationToken)
            : null;

    private async Task<Func<Task>?> TakeRefundAsync(DueWork due, CancellationToken cancellationToken) =>
        await due.TakeRefundAsync(cancellationToken) is { } refund
            ? () => claimed.RunAsync(
                refund,
                (services, end) => services.GetRequiredService<RefundCheck>().RunAsync(refund, end),
                cancellationToken)
            : null;
}
