namespace Shop.Tests;

/// <summary>Gives each test a database of its own.</summary>
public interface ITestDatabase
{
    /// <summary>Returns the setting that puts a shop on a new, empty database.</summary>
    Task<KeyValuePair<string, string>> MakeAsync();
}
