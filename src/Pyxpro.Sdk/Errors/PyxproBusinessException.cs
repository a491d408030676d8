using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>The gateway responded with a business error, in a signed message: <c>result_code</c> is not
/// <c>0</c>.</summary>
/// <remarks>
/// <para>Its outcome is <see cref="PyxproOutcome.Refused"/> only if the error is known to mean that nothing was done,
/// by <c>err_code</c> or by either of the message fields.</para>
/// <para>Any other error is <see cref="PyxproOutcome.Uncertain"/>: an unknown error, or one by which the gateway says
/// that it does not know the outcome. So is a response without an error text, with <c>need_query</c> = <c>Y</c>, or
/// with fields that contradict each other. So is any error when an earlier attempt of the same call may have been
/// processed. A query changes nothing, so an unknown error refuses it.</para>
/// </remarks>
public sealed class PyxproBusinessException : PyxproException
{
    private readonly bool _isQuery;

    /// <summary>Makes an exception, as this SDK does; public so that callers' fakes can throw it.</summary>
    /// <param name="errorCode">The response's <c>err_code</c>.</param>
    /// <param name="errorMessage">The response's <c>err_msg</c> or <c>err_code_des</c>, if it has one.</param>
    /// <param name="needQuery">Whether the response asks for a query, <c>need_query</c> = <c>Y</c>.</param>
    /// <param name="isQuery">Whether it is the response to one of the two queries, which change nothing.</param>
    public PyxproBusinessException(
        PyxproErrorCode errorCode, string? errorMessage, bool needQuery = false, bool isQuery = false)
        : this(
            errorCode,
            errorMessage,
            new SignedError(errorCode.Value, errorMessage, errCodeDes: null),
            needQuery,
            isQuery)
    {
    }

    internal PyxproBusinessException(
        PyxproErrorCode errorCode, string? errorMessage, SignedError error, bool needQuery, bool isQuery)
        : this(errorCode, errorMessage, error, isQuery, OutcomeRules.OfSignedError(error, needQuery, isQuery)) =>
        IsBusy = error.Kind == PyxproErrorKind.Busy && !needQuery;

    private PyxproBusinessException(
        PyxproErrorCode errorCode, string? errorMessage, SignedError error, bool isQuery, PyxproOutcome outcome)
        : base(
            $"The gateway responded with the error {LogText.Quote(errorCode.Value)}: {LogText.Quote(errorMessage)}.",
            outcome)
    {
        Error = error;
        _isQuery = isQuery;
        ErrorCode = errorCode;
        ErrorMessage = errorMessage;
    }

    /// <summary>Gets the error, <c>err_code</c>.</summary>
    /// <value>Empty if the response had none.</value>
    public PyxproErrorCode ErrorCode { get; }

    /// <summary>Gets the error in words, <c>err_msg</c>, or <c>err_code_des</c> where the gateway sends that.</summary>
    /// <value><see langword="null"/> if the response had none.</value>
    public string? ErrorMessage { get; }

    /// <summary>Gets what the caller has to do about the error, by <c>err_code</c> and by the message fields, where
    /// some brands put the code. If the fields differ, the most uncertain one counts.</summary>
    public PyxproErrorKind Kind => Error.Kind;

    /// <summary>Gets whether the gateway says that it has no such order or refund. Shortly after a call whose outcome
    /// is uncertain this proves nothing, because that request can still arrive.</summary>
    public bool IsNotFound => Error.IsNotFound;

    /// <summary>Gets whether the gateway says that it has no such order, in any spelling. <see cref="IsNotFound"/>
    /// covers refunds too.</summary>
    public bool IsOrderNotFound => Error.IsOrderNotFound;

    /// <summary>Gets whether the gateway says that the order has been paid already.</summary>
    public bool IsAlreadyPaid => Error.IsAlreadyPaid;

    /// <summary>Gets whether the gateway says that the order has been closed or reversed already, so that it cannot be
    /// paid any more.</summary>
    public bool IsAlreadyClosed => Error.IsAlreadyClosed;

    /// <summary>Gets whether the gateway says that the order's or refund's number is used already. An earlier request
    /// for this very order or refund may have used it. Query, then decide.</summary>
    public bool IsDuplicate => Error.IsDuplicate;

    /// <summary>Gets whether the gateway says that the refund's number is used already, in any spelling. An earlier
    /// request for this very refund may have used it. <see cref="IsDuplicate"/> covers order numbers too.</summary>
    public bool IsRefundNumberUsed => Error.IsRefundNumberUsed;

    /// <summary>Gets whether the gateway refused the attempt because it was busy.</summary>
    internal bool IsBusy { get; private init; }

    /// <summary>Gets what the error fields say together.</summary>
    internal SignedError Error { get; }

    private protected override string NextStep =>
        Outcome != PyxproOutcome.Refused ? base.NextStep
        : _isQuery ? OutcomeRules.NextStepAfterRefusedQuery(Error)
        : Error.CanBeOfEarlierRequest
            ? "This request did nothing, but an earlier one may have been processed: query, then decide."
        : base.NextStep;

    private protected override PyxproException Copy(PyxproOutcome outcome) =>
        new PyxproBusinessException(ErrorCode, ErrorMessage, Error, _isQuery, outcome) { IsBusy = IsBusy };
}
