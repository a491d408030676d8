using Microsoft.Data.Sqlite;

namespace Shop.Tests;

/// <summary>Databases of SQLite, in files that go when the tests are over.</summary>
public sealed class SqliteFiles : ITestDatabase, IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("pyxpro-shop-tests-");

    public Task<KeyValuePair<string, string>> MakeAsync() => Task.FromResult(KeyValuePair.Create(
        "ConnectionStrings:Sqlite", $"Data Source={Path.Combine(_folder.FullName, $"{Guid.NewGuid():N}.db")}"));

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }
}
