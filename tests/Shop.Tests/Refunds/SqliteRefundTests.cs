namespace Shop.Tests;

public sealed class SqliteRefundTests(SqliteFiles database) : RefundTests(database), IClassFixture<SqliteFiles>;
