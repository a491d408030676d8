namespace Shop.Tests;

public sealed class PostgresRefundTests(PostgresServer database)
    : RefundTests(database), IClassFixture<PostgresServer>;
