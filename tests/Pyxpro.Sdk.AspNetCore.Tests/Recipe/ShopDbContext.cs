using Microsoft.EntityFrameworkCore;

namespace Pyxpro.Sdk.Tests;

/// <summary>The database of a merchant who has a table of notifications and one of what they brought.</summary>
public sealed class ShopDbContext(DbContextOptions<ShopDbContext> options) : DbContext(options)
{
    public DbSet<Delivery> Deliveries => Set<Delivery>();

    protected override void OnModelCreating(ModelBuilder modelBuilder) =>
        modelBuilder.Entity<HandledNotification>().HasKey(row => row.Key);
}
