using Microsoft.EntityFrameworkCore;

namespace Shop;

/// <summary>Chooses the database: PostgreSQL if <c>ConnectionStrings:Postgres</c> is set, else SQLite.</summary>
public static class ShopDatabaseSetup
{
    public static void AddShopDatabase(this WebApplicationBuilder builder, bool isSimulated)
    {
        if (builder.Configuration.GetConnectionString("Postgres") is { } postgres)
        {
            builder.Services.AddDbContext<ShopDatabase>(options => options.UseNpgsql(postgres));

            return;
        }

        var sqlite = builder.Configuration.GetConnectionString("Sqlite") ?? FindFile(isSimulated);
        builder.Services.AddDbContext<ShopDatabase>(options => options.UseSqlite(sqlite));
    }

    /// <summary>Creates the tables if they are missing. A production shop uses migrations instead.</summary>
    public static async Task CreateTablesAsync(this WebApplication app)
    {
        await using var scope = app.Services.CreateAsyncScope();
        try
        {
            await scope.ServiceProvider.GetRequiredService<ShopDatabase>().Database.EnsureCreatedAsync();
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException("The database cannot be used.", exception);
        }
    }

    // The embedded gateway keeps its state in memory. So the shop starts with an empty database as well.
    private static string FindFile(bool isSimulated)
    {
        var folder = isSimulated
            ? Directory.CreateTempSubdirectory("pyxpro-shop-").FullName
            : Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "pyxpro-shop")).FullName;

        return $"Data Source={Path.Combine(folder, "shop.db")}";
    }
}
