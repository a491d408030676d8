using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>The gateway answered with a business error, in a signed message: <c>result_code</c> is not
/// <c>0</c>.</summary>
/// <remarks>
/// Its outcome is <see cref="PyxproOutcome.Refused"/>, save when the gateway says that it does not know itself: an
/// error of the kind <see cref="PyxproErrorKind.Uncertain"/>, no error named at all, or <c>need_query</c> = <c>Y</c>;
/// and when an earlier attempt of the same call may have happened.
/// </remarks>
public sealed class PyxproBusinessException : PyxproException
{
    /// <summary>Makes an exception, as this SDK does; public so that callers' fakes can throw it.</summary>
    /// <param name="errorCode">The answer's <c>err_code</c>.</param>
    /// <param name="errorMessage">The answer's <c>err_msg</c> or <c>err_code_des</c>, if it has one.</param>
    /// <param name="needQuery">Whether the answer asks for a query, <c>need_query</c> = <c>Y</c>.</param>
    public PyxproBusinessException(PyxproErrorCode errorCode, string? errorMessage, bool needQuery = false)
        : this(errorCode, errorMessage, FindOutcome(errorCode, errorMessage, needQuery))
    {
    }

    private PyxproBusinessException(PyxproErrorCode errorCode, string? errorMessage, PyxproOutcome outcome)
        : base(
            $"The gateway answered with the error {Printable.Quote(errorCode.Value)}: {Printable.Quote(errorMessage)}.",
            outcome)
    {
        ErrorCode = errorCode;
        ErrorMessage = errorMessage;
    }

    /// <summary>Gets the error, <c>err_code</c>.</summary>
    /// <value>Empty if the answer had none.</value>
    public PyxproErrorCode ErrorCode { get; }

    /// <summary>Gets the error in words, <c>err_msg</c>, or <c>err_code_des</c> where the gateway sends that.</summary>
    /// <value><see langword="null"/> if the answer had none.</value>
    public string? ErrorMessage { get; }

    /// <summary>Gets what the error asks of the caller: by its code, or by its text where some brands put the
    /// code.</summary>
    internal PyxproErrorKind Kind => IsKnown ? ErrorCode.Kind : KindOf(ErrorMessage);

    internal bool IsBusy => Outcome == PyxproOutcome.Refused && Kind == PyxproErrorKind.Busy;

    internal bool IsOfSignature => IsKnown
        ? ErrorCode.IsOfSignature
        : !string.IsNullOrWhiteSpace(ErrorMessage) && new PyxproErrorCode(ErrorMessage).IsOfSignature;

    private bool IsKnown => ErrorCode.Kind != PyxproErrorKind.Unknown;

    private protected override string FindAdvice() =>
        Outcome == PyxproOutcome.Refused
        && (ErrorCode.Kind == PyxproErrorKind.OrderState || ErrorCode.IsOfUsedNumber)
            ? "This request did nothing, but an earlier one may have: query, then decide."
            : base.FindAdvice();

    // Some brands send the code's text in err_msg and another text, or none, in err_code. Without either nobody knows.
    private static PyxproOutcome FindOutcome(PyxproErrorCode errorCode, string? errorMessage, bool needQuery) =>
        needQuery
        || errorCode.Kind == PyxproErrorKind.Uncertain
        || KindOf(errorMessage) == PyxproErrorKind.Uncertain
        || (errorCode == default && string.IsNullOrWhiteSpace(errorMessage))
            ? PyxproOutcome.Uncertain
            : PyxproOutcome.Refused;

    private static PyxproErrorKind KindOf(string? text) =>
        string.IsNullOrWhiteSpace(text) ? PyxproErrorKind.Unknown : new PyxproErrorCode(text).Kind;
}
