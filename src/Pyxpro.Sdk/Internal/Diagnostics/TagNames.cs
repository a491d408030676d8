namespace Pyxpro.Sdk.Internal;

/// <summary>The names of the tags of spans and metrics: OpenTelemetry's where it has one.</summary>
internal static class TagNames
{
    public const string ErrorType = "error.type";
    public const string ServerAddress = "server.address";
    public const string ServerPort = "server.port";

    public const string Operation = "pyxpro.operation";
    public const string Outcome = "pyxpro.outcome";
    public const string Attempt = "pyxpro.attempt";
    public const string Attempts = "pyxpro.attempts";
    public const string ErrorKind = "pyxpro.error_kind";
    public const string Result = "pyxpro.notification.result";

    // On spans only: as many values as there are orders.
    public const string Service = "pyxpro.service";
    public const string MchId = "pyxpro.mch_id";
    public const string OutTradeNo = "pyxpro.out_trade_no";
    public const string TransactionId = "pyxpro.transaction_id";
    public const string OutRefundNo = "pyxpro.out_refund_no";
    public const string RefundId = "pyxpro.refund_id";
}
