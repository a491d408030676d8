namespace Shop.Tests;

public sealed class PostgresReconcilerTests(PostgresServer database)
    : ReconcilerTests(database), IClassFixture<PostgresServer>;
