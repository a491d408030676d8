namespace Pyxpro.Sdk.Internal;

/// <summary>What a caller does next, said in the same words wherever it applies.</summary>
internal static class Advice
{
    public static string For(PyxproOutcome outcome, PyxproOperation? operation) => outcome switch
    {
        PyxproOutcome.NotSent => "Nothing was sent: it is safe to try again.",
        PyxproOutcome.Refused => "This request did nothing.",
        _ => $"The outcome is uncertain: {ForUncertain(operation)}",
    };

    private static string ForUncertain(PyxproOperation? operation) => operation switch
    {
        PyxproOperation.CreateNativeOrder =>
            "the order may exist. Ask with ResolveCreateNativeOrderAsync before anything else, and do not order the "
            + "same under another number.",
        PyxproOperation.CloseOrder =>
            "the order may be closed, or paid. Ask with ResolveCloseOrderAsync before anything else.",
        PyxproOperation.Refund =>
            "the refund may have been accepted. Ask with ResolveRefundAsync, or send the same request again; never use "
            + "another OutRefundNo for it.",
        PyxproOperation.QueryOrder or PyxproOperation.QueryRefund or PyxproOperation.Ping =>
            "there is no proven answer. Asking changes nothing: ask again.",
        _ => "query before anything else.",
    };
}
