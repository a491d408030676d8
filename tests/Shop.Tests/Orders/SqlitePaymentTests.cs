namespace Shop.Tests;

public sealed class SqlitePaymentTests(SqliteFiles database) : PaymentTests(database), IClassFixture<SqliteFiles>;
