using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;

namespace Shop;

/// <summary>Takes up what is due, as long as the process lives: some at once, so that one that is slow holds up no
/// other, orders and refunds by turns. It may run in any number of processes.</summary>
public sealed class Reconciler(
    IServiceScopeFactory scopes,
    ClaimedWork claimed,
    TimeProvider time,
    IOptions<ShopOptions> options,
    ILogger<Reconciler> logger)
    : BackgroundService
{
    private bool _isRefundsTurn;

    /// <summary>Takes up all that is due now.</summary>
    public Task RunOnceAsync(CancellationToken cancellationToken) =>
        RunAsync(TakeUntilNoneIsDueAsync(cancellationToken));

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        RunAsync(TakeAsTheyComeAsync(stoppingToken));

    // Each is claimed when there is room for it and not before, so that no claim is spent on waiting.
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

    private async IAsyncEnumerable<Func<Task>> TakeAsTheyComeAsync(
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

    /// <summary>Claims what is due, orders and refunds by turns: many of the one do not hold up the other.</summary>
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
