using System.Collections.Concurrent;
using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Shop.Tests;

/// <summary>The crash points between the shop and its database. They are recognised by the entities that are saved, and
/// by the statements that are executed.</summary>
public sealed class CrashInterceptor(CrashTrigger trigger)
    : IDbCommandInterceptor, IDbTransactionInterceptor, ISaveChangesInterceptor
{
    // All other transactions record payments.
    private readonly ConcurrentDictionary<Guid, bool> _refundTransactions = [];

    public ValueTask<InterceptionResult<int>> SavingChangesAsync(
        DbContextEventData eventData, InterceptionResult<int> result, CancellationToken cancellationToken = default)
    {
        if (Tracks<Refund>(eventData.Context))
        {
            trigger.Pass(CrashPoint.RefundReserved);
        }
        else if (Tracks<Shipment>(eventData.Context))
        {
            trigger.Pass(CrashPoint.PaymentMarked);
        }

        return new(result);
    }

    public ValueTask<int> SavedChangesAsync(
        SaveChangesCompletedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        if (Tracks<Order>(eventData.Context))
        {
            trigger.Pass(CrashPoint.OrderStored);
        }

        return new(result);
    }

    public ValueTask<int> NonQueryExecutedAsync(
        DbCommand command,
        CommandExecutedEventData eventData,
        int result,
        CancellationToken cancellationToken = default)
    {
        var transaction = eventData.Context?.Database.CurrentTransaction;
        if (IsUpdate(command, "Refunds") && transaction is not null)
        {
            _refundTransactions[transaction.TransactionId] = true;
            if (result == 1)
            {
                trigger.Pass(CrashPoint.RefundEnded);
            }
        }
        else if (IsUpdate(command, "Orders", "State", "Checks", "NextCheckAt"))
        {
            trigger.Pass(CrashPoint.CloseStored);
        }

        return new(result);
    }

    public ValueTask<InterceptionResult> TransactionCommittingAsync(
        DbTransaction transaction,
        TransactionEventData eventData,
        InterceptionResult result,
        CancellationToken cancellationToken = default)
    {
        if (IsOfPayment(eventData))
        {
            trigger.Pass(CrashPoint.PaymentCommitting);
        }

        return new(result);
    }

    public Task TransactionCommittedAsync(
        DbTransaction transaction, TransactionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        if (IsOfPayment(eventData))
        {
            trigger.Pass(CrashPoint.PaymentCommitted);
        }
        else if (Tracks<Refund>(eventData.Context))
        {
            trigger.Pass(CrashPoint.RefundStored);
        }

        return Task.CompletedTask;
    }

    private bool IsOfPayment(TransactionEventData eventData) =>
        !Tracks<Refund>(eventData.Context) && !_refundTransactions.ContainsKey(eventData.TransactionId);

    private static bool Tracks<T>(DbContext? database)
        where T : class => database?.ChangeTracker.Entries<T>().Any() == true;

    private static bool IsUpdate(DbCommand command, string table, params string[] columns) =>
        command.CommandText.StartsWith($"UPDATE \"{table}\"", StringComparison.Ordinal)
        && command.CommandText.Split("WHERE")[0] is var assignments
        && columns.All(column => assignments.Contains($"\"{column}\" = ", StringComparison.Ordinal));
}
