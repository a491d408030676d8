namespace Pyxpro.Sdk.Internal;

/// <summary>What a signed error says by all of its fields together: some brands put the code into <c>err_code</c>,
/// others into one of the two message fields.</summary>
internal readonly struct SignedError
{
    private readonly PyxproErrorCode _code;
    private readonly PyxproErrorCode _message;
    private readonly PyxproErrorCode _description;

    /// <summary>Takes the fields; null, empty or blank is one that the answer lacks.</summary>
    public SignedError(string? errCode, string? errMsg, string? errCodeDes)
    {
        _code = Read(errCode);
        _message = Read(errMsg);
        _description = Read(errCodeDes);
        Kind = FindKind();
    }

    /// <summary>Gets what the error asks of the caller. Of fields that differ, the one that leaves more open
    /// counts.</summary>
    public PyxproErrorKind Kind { get; }

    public bool IsNotFound => Says(static code => code.IsNotFound);

    public bool IsOrderNotFound => Says(static code => code.IsOrderNotFound);

    public bool IsAlreadyPaid => Says(static code => code.IsAlreadyPaid);

    public bool IsAlreadyClosed => Says(static code => code.IsAlreadyClosed);

    public bool IsDuplicate => Says(static code => code.IsDuplicate);

    public bool IsOfSignature => Says(static code => code.IsOfSignature);

    /// <summary>Gets whether an earlier request can be the reason of the error.</summary>
    public bool IsOfEarlier => Says(static code => code.IsOfEarlier);

    private bool IsNamed => _code != default || _message != default || _description != default;

    /// <summary>Says what is known of the call that was answered so.</summary>
    /// <param name="isQuery">Whether the call changes nothing. Of all others, an error that is not known to mean that
    /// nothing was done leaves open what was done.</param>
    public PyxproOutcome OutcomeFor(bool isQuery) => Kind switch
    {
        PyxproErrorKind.Uncertain => PyxproOutcome.Uncertain,
        PyxproErrorKind.Unknown => isQuery && IsNamed ? PyxproOutcome.Refused : PyxproOutcome.Uncertain,
        _ => PyxproOutcome.Refused,
    };

    private static PyxproErrorCode Read(string? text) => string.IsNullOrWhiteSpace(text) ? default : new(text);

    private PyxproErrorKind FindKind()
    {
        if (Says(static code => code.Kind == PyxproErrorKind.Uncertain)
            || (IsNotFound && (IsAlreadyPaid || IsAlreadyClosed || IsDuplicate))
            || (IsAlreadyPaid && IsAlreadyClosed))
        {
            return PyxproErrorKind.Uncertain;
        }

        return Says(static code => code.Kind == PyxproErrorKind.OrderState) ? PyxproErrorKind.OrderState
            : _code.Kind != PyxproErrorKind.Unknown ? _code.Kind
            : _message.Kind != PyxproErrorKind.Unknown ? _message.Kind
            : _description.Kind;
    }

    private bool Says(Predicate<PyxproErrorCode> what) => what(_code) || what(_message) || what(_description);
}
