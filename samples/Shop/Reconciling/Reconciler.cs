using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Pyxpro.Sdk;

namespace Shop;

/// <summary>Goes through what is pending, again and again. It may run in any number of processes.</summary>
public sealed class Reconciler(
    IServiceScopeFactory scopes, TimeProvider time, IOptions<ShopOptions> options, ILogger<Reconciler> logger)
    : BackgroundService
{
    /// <summary>Takes up all that is due.</summary>
    public async Task RunOnceAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Order> orders;
        IReadOnlyList<Refund> refunds;
        await using (var scope = scopes.CreateAsyncScope())
        {
            var due = scope.ServiceProvider.GetRequiredService<DueWork>();
            orders = await due.FindOrdersAsync(cancellationToken);
            refunds = await due.FindRefundsAsync(cancellationToken);
        }

        foreach (var order in orders)
        {
            await TryAsync(order.OutTradeNo, services => CheckAsync(services, order, cancellationToken));
        }

        foreach (var refund in refunds)
        {
            await TryAsync(refund.OutRefundNo, services => CheckAsync(services, refund, cancellationToken));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.ReconcileEvery, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunOnceAsync(stoppingToken);
            }
            catch (DbException exception)
            {
                Log.DatabaseFailed(logger, exception);
            }
        }
    }

    private static async Task CheckAsync(IServiceProvider services, Order order, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<DueWork>().ClaimAsync(order, cancellationToken))
        {
            await services.GetRequiredService<OrderCheck>().RunAsync(order, cancellationToken);
        }
    }

    private static async Task CheckAsync(IServiceProvider services, Refund refund, CancellationToken cancellationToken)
    {
        if (await services.GetRequiredService<DueWork>().ClaimAsync(refund, cancellationToken))
        {
            await services.GetRequiredService<RefundCheck>().RunAsync(refund, cancellationToken);
        }
    }

    // One that fails must not hold up the others. It comes again: its next check is set already.
    private async Task TryAsync(string number, Func<IServiceProvider, Task> check)
    {
        await using var scope = scopes.CreateAsyncScope();
        try
        {
            await check(scope.ServiceProvider);
        }
        catch (PyxproException exception)
        {
            Log.StillPending(logger, number, exception.Message);
        }
        catch (Exception exception) when (exception is DbException or DbUpdateException)
        {
            Log.CheckFailed(logger, number, exception);
        }
    }
}
