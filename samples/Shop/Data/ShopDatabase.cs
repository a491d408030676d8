using Microsoft.EntityFrameworkCore;

namespace Shop;

/// <summary>The shop's tables.</summary>
public sealed class ShopDatabase(DbContextOptions<ShopDatabase> options) : DbContext(options)
{
    public DbSet<Order> Orders => Set<Order>();

    public DbSet<Shipment> Shipments => Set<Shipment>();

    public DbSet<Refund> Refunds => Set<Refund>();

    public DbSet<AttentionEntry> Attention => Set<AttentionEntry>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<Order>(order =>
        {
            order.HasKey(row => row.OutTradeNo);
            order.HasIndex(row => new { row.State, row.NextCheckAt });
        });
        modelBuilder.Entity<Shipment>().HasKey(row => row.OutTradeNo);
        modelBuilder.Entity<Refund>(refund =>
        {
            refund.HasKey(row => row.OutRefundNo);
            refund.HasIndex(row => row.OutTradeNo);
            refund.HasIndex(row => new { row.State, row.NextCheckAt });
        });
        modelBuilder.Entity<AttentionEntry>().HasKey(row => new { row.Kind, row.OutTradeNo, row.Reference });
    }

    // Milliseconds since 1970: both databases compare and sort them.
    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixTimeConverter>();
}
