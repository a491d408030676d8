namespace Pyxpro.Sdk.Internal;

/// <summary>What a signed error says by all of its fields together: some brands put the code into <c>err_code</c>,
/// others into one of the two message fields.</summary>
internal readonly struct SignedError
{
    /// <summary>Takes the fields; null, empty or blank is one that the response lacks.</summary>
    public SignedError(string? errCode, string? errMsg, string? errCodeDes)
    {
        var code = Read(errCode);
        var message = Read(errMsg);
        var description = Read(errCodeDes);
        HasText = code != default || message != default || description != default;

        var (ofCode, ofMessage, ofDescription) =
            (ErrorCatalog.Find(code), ErrorCatalog.Find(message), ErrorCatalog.Find(description));
        Facts = ofCode.Facts | ofMessage.Facts | ofDescription.Facts;
        Kind = FindKind(Facts, ofCode.Kind, ofMessage.Kind, ofDescription.Kind);
    }

    /// <summary>Gets what the caller has to do about the error. If the fields differ, the most uncertain one
    /// counts.</summary>
    public PyxproErrorKind Kind { get; }

    /// <summary>Gets whether the response has an error text at all.</summary>
    public bool HasText { get; }

    /// <summary>Gets the facts that the fields state.</summary>
    private ErrorFacts Facts { get; }

    public bool IsNotFound => States(ErrorFacts.OrderNotFound | ErrorFacts.RefundNotFound);

    public bool IsOrderNotFound => States(ErrorFacts.OrderNotFound);

    public bool IsAlreadyPaid => States(ErrorFacts.Paid);

    public bool IsAlreadyClosed => States(ErrorFacts.Closed);

    public bool IsDuplicate => States(ErrorFacts.OrderNumberUsed | ErrorFacts.RefundNumberUsed);

    public bool IsRefundNumberUsed => States(ErrorFacts.RefundNumberUsed);

    /// <summary>Gets whether the gateway does not permit the service to the merchant.</summary>
    public bool IsOfPermission => States(ErrorFacts.OfPermission);

    public bool IsOfSignature => States(ErrorFacts.OfSignature);

    /// <summary>Gets whether an earlier request can be the cause of the error.</summary>
    public bool CanBeOfEarlierRequest => States(ErrorFacts.EarlierRequest);

    private static PyxproErrorCode Read(string? text) => string.IsNullOrWhiteSpace(text) ? default : new(text);

    private static PyxproErrorKind FindKind(
        ErrorFacts facts, PyxproErrorKind ofCode, PyxproErrorKind ofMessage, PyxproErrorKind ofDescription)
    {
        return IsAny(PyxproErrorKind.Uncertain) || IsContradictory(facts) ? PyxproErrorKind.Uncertain
            : IsAny(PyxproErrorKind.OrderState) ? PyxproErrorKind.OrderState
            : ofCode != PyxproErrorKind.Unknown ? ofCode
            : ofMessage != PyxproErrorKind.Unknown ? ofMessage
            : ofDescription;

        bool IsAny(PyxproErrorKind kind) => ofCode == kind || ofMessage == kind || ofDescription == kind;
    }

    private static bool IsContradictory(ErrorFacts facts)
    {
        var isNotFound = (facts & (ErrorFacts.OrderNotFound | ErrorFacts.RefundNotFound)) != 0;
        var isPaid = (facts & ErrorFacts.Paid) != 0;
        var isUsed = (facts & (ErrorFacts.OrderNumberUsed | ErrorFacts.RefundNumberUsed)) != 0;
        var isClosed = (facts & ErrorFacts.Closed) != 0;

        return (isNotFound && (isPaid || isClosed || isUsed)) || (isPaid && isClosed);
    }

    private bool States(ErrorFacts facts) => (Facts & facts) != 0;
}
