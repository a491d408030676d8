namespace Shop.Tests;

public sealed class SqliteReconcilerTests(SqliteFiles database)
    : ReconcilerTests(database), IClassFixture<SqliteFiles>;
