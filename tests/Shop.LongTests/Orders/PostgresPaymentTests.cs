namespace Shop.Tests;

public sealed class PostgresPaymentTests(PostgresServer database)
    : PaymentTests(database), IClassFixture<PostgresServer>;
