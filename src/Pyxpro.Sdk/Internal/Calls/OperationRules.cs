namespace Pyxpro.Sdk.Internal;

/// <summary>What is particular to each operation: its name in telemetry, and how far it may be repeated.</summary>
internal static class OperationRules
{
    public static string NameOf(PyxproOperation operation) => operation switch
    {
        PyxproOperation.CreateNativeOrder => "create_native_order",
        PyxproOperation.QueryOrder => "query_order",
        PyxproOperation.CloseOrder => "close_order",
        PyxproOperation.Refund => "refund",
        PyxproOperation.QueryRefund => "query_refund",
        PyxproOperation.Ping => "ping",
        _ => "send",
    };

    /// <summary>Returns whether the operation changes nothing, so that only its last answer counts.</summary>
    public static bool IsQuery(PyxproOperation operation) =>
        operation is PyxproOperation.QueryOrder or PyxproOperation.QueryRefund or PyxproOperation.Ping;

    /// <summary>Returns whether doing it twice is doing it once: the same refund by its number, the same
    /// close.</summary>
    public static bool IsIdempotent(PyxproOperation operation) =>
        operation is PyxproOperation.QueryOrder or PyxproOperation.QueryRefund
            or PyxproOperation.CloseOrder or PyxproOperation.Refund;
}
