using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>The words in which a gateway that has acted says that it failed. None is known to mean that nothing was
/// done, in whatever spelling: the gateway errs, it does not lie.</summary>
internal static class SignedErrors
{
    private static readonly string[] Words =
    [
        // Known to be uncertain.
        "SYSTEMERROR", "System error", "Internal error", "BANKERROR", "ACQ.SYSTEM_ERROR", "aop.ACQ.SYSTEM_ERROR",
        "transaction internal error", "SYSERR", "USERPAYING", "10003", "ORDER_SUCCESS_PAY_INPROCESS",

        // Near them.
        "SYSTEM_ERROR", "System error.", "system error", "System  Error!", "system-error", "SystemError: null",
        "INTERNAL_ERROR", "internal error!", "BANK_ERROR", "bank error", "SYS_ERR", "ACQ.SYSTEM.ERROR",
        "Transaction internal error.", "USER_PAYING", "System error。",

        // Foreseen by nobody.
        "Network timeout", "notify internal error", "Unknown exception", "Read timed out", "FAIL", "ERROR", "-1", "500",
        "null", "Order is being processed", "duplicate request", "refund failed", "close failed", "please try again",
        "系统异常", "系统繁忙，请稍后再试",
        "网络超时", "处理中",
    ];

    // Which fields carry the words: one, two, or none at all.
    private static readonly Func<CallFault, string, string, CallFault>[] Places =
    [
        (fault, first, _) => fault with { ErrCode = first },
        (fault, first, _) => fault with { ErrMsg = first },
        (fault, first, _) => fault with { ErrCodeDes = first },
        (fault, first, second) => fault with { ErrCode = first, ErrMsg = second },
        (fault, first, second) => fault with { ErrCode = first, ErrCodeDes = second },
        (fault, first, second) => fault with { ErrMsg = first, ErrCodeDes = second },
        (fault, _, _) => fault,
    ];

    /// <summary>Words a fault that has no words of its own.</summary>
    public static CallFault Vary(CallFault fault, uint number)
    {
        if (fault is not { Kind: CallFaultKind.SignedError, ErrCode: null, ErrMsg: null, ErrCodeDes: null })
        {
            return fault;
        }

        var (rest, place) = Math.DivRem(number, (uint)Places.Length);
        var (second, first) = Math.DivRem(rest, (uint)Words.Length);

        return Places[place](fault, Words[first], Words[second % Words.Length]);
    }

    public static IEnumerable<KeyValuePair<string, string>> ToFields(CallFault fault)
    {
        yield return new(FieldNames.ResultCode, "1");
        foreach (var (name, value) in Named(fault))
        {
            if (value is not null)
            {
                yield return new(name, value);
            }
        }
    }

    /// <exception cref="ArgumentException">The gateway would act and say that it did nothing.</exception>
    public static void EnsureHonest(CallFault fault, string parameter)
    {
        var lie = Named(fault).FirstOrDefault(field => SaysNothingWasDone(field.Value));
        if (fault.IsProcessed && lie.Value is { } words)
        {
            throw new ArgumentException(
                $"'{words}' is known to mean that nothing was done. A gateway that says so has not acted: set IsProcessed to "
                + "false, or choose other words.",
                parameter);
        }
    }

    private static (string Name, string? Value)[] Named(CallFault fault) =>
    [
        (FieldNames.ErrCode, fault.ErrCode),
        (FieldNames.ErrMsg, fault.ErrMsg),
        (FieldNames.ErrCodeDes, fault.ErrCodeDes),
    ];

    private static bool SaysNothingWasDone(string? words) =>
        !string.IsNullOrWhiteSpace(words)
        && new PyxproBusinessException(new PyxproErrorCode(words), errorMessage: null).Outcome == PyxproOutcome.Refused;
}
