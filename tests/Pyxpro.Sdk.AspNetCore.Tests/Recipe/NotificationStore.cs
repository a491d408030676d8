using Microsoft.EntityFrameworkCore;
using Pyxpro.Sdk.AspNetCore;

namespace Pyxpro.Sdk.Tests;

// The recipe of docs/aspnetcore.md: from here to the end of the file it stands there as it stands here.
public sealed class HandledNotification
{
    public required string Key { get; init; }

    public required string? OutTradeNo { get; init; }

    public required string? TransactionId { get; init; }

    public required DateTime HandledAtUtc { get; init; }
}

public sealed class NotificationStore(ShopDbContext database) : IPaymentNotificationStore
{
    public async Task<bool> HandleOnceAsync(
        string key,
        PaymentNotification notification,
        Func<CancellationToken, Task> handle,
        CancellationToken cancellationToken = default)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancellationToken);
        database.Add(new HandledNotification
        {
            Key = key,
            OutTradeNo = notification.OutTradeNo,
            TransactionId = notification.TransactionId,
            HandledAtUtc = DateTime.UtcNow,
        });
        try
        {
            // Of two at once, the second waits here for the end of the first's transaction.
            await database.SaveChangesAsync(cancellationToken);
        }
        catch (DbUpdateException)
        {
            await transaction.RollbackAsync(cancellationToken);
            database.ChangeTracker.Clear();
            if (await database.Set<HandledNotification>().AnyAsync(row => row.Key == key, cancellationToken))
            {
                return false; // handled before
            }

            throw; // the database has another reason
        }

        await handle(cancellationToken); // the handler gets this DbContext, and writes in this transaction
        await transaction.CommitAsync(cancellationToken);

        return true;
    }
}
