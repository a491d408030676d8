using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk.Testing.Internal;

/// <summary>The texts of signed errors after a request was processed. None of them is known to mean that nothing was
/// done, in any spelling.</summary>
internal static class SignedErrors
{
    private static readonly string[] Texts =
    [
        // Known to be uncertain.
        "SYSTEMERROR", "System error", "Internal error", "BANKERROR", "ACQ.SYSTEM_ERROR", "aop.ACQ.SYSTEM_ERROR",
        "transaction internal error", "SYSERR", "USERPAYING", "10003", "ORDER_SUCCESS_PAY_INPROCESS",

        // Similar to these.
        "SYSTEM_ERROR", "System error.", "system error", "System  Error!", "system-error", "SystemError: null",
        "INTERNAL_ERROR", "internal error!", "BANK_ERROR", "bank error", "SYS_ERR", "ACQ.SYSTEM.ERROR",
        "Transaction internal error.", "USER_PAYING", "System error。",

        // Unknown.
        "Network timeout", "notify internal error", "Unknown exception", "Read timed out", "FAIL", "ERROR", "-1", "500",
        "null", "Order is being processed", "duplicate request", "refund failed", "close failed", "please try again",
        "系统异常", "系统繁忙，请稍后再试",
        "网络超时", "处理中",
    ];

    // The fields that hold the texts: one, two, or none.
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

    /// <summary>Gives texts to a signed error that has none.</summary>
    public static CallFault Vary(CallFault fault, uint number)
    {
        if (fault is not { Kind: CallFaultKind.SignedError, ErrCode: null, ErrMsg: null, ErrCodeDes: null })
        {
            return fault;
        }

        var (rest, place) = Math.DivRem(number, (uint)Places.Length);
        var (second, first) = Math.DivRem(rest, (uint)Texts.Length);

        return Places[place](fault, Texts[first], Texts[second % Texts.Length]);
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

    /// <exception cref="ArgumentException">The request is processed, and the error means that nothing was
    /// done.</exception>
    public static void Validate(CallFault fault, string parameterName)
    {
        if (fault.IsProcessed && Array.Find(Named(fault), field => IsDefinite(field.Value)).Value is { } text)
        {
            throw new ArgumentException(
                $"'{text}' is known to mean that nothing was done, but the request is processed. Set "
                + $"{nameof(CallFault.IsProcessed)} to false, or use another text.",
                parameterName);
        }
    }

    private static (string Name, string? Value)[] Named(CallFault fault) =>
    [
        (FieldNames.ErrCode, fault.ErrCode),
        (FieldNames.ErrMsg, fault.ErrMsg),
        (FieldNames.ErrCodeDes, fault.ErrCodeDes),
    ];

    private static bool IsDefinite(string? text) =>
        !string.IsNullOrWhiteSpace(text)
        && new PyxproBusinessException(new PyxproErrorCode(text), errorMessage: null).Outcome == PyxproOutcome.Refused;
}
