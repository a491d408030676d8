namespace Pyxpro.Sdk.Internal;

/// <summary>A message whose signature and merchant have been verified. Typed values are read from nothing
/// else.</summary>
internal readonly struct VerifiedMessage
{
    /// <summary>Takes a message that was verified: only <see cref="ResponseReader"/> and the notification reader may
    /// call this.</summary>
    public VerifiedMessage(PyxproMessage message) => Message = message;

    public PyxproMessage Message { get; }

    /// <summary>Gets the error, or the empty one.</summary>
    public PyxproErrorCode ErrorCode =>
        FindText(FieldNames.ErrCode) is { } code ? new PyxproErrorCode(code) : default;

    /// <summary>Gets the error in words: the tables name one field for it, the guide's sample another.</summary>
    public string? ErrorText => FindText(FieldNames.ErrMsg) ?? FindText(FieldNames.ErrCodeDes);

    /// <summary>Gets what the error fields say together.</summary>
    public SignedError Error => new(Find(FieldNames.ErrCode), Find(FieldNames.ErrMsg), Find(FieldNames.ErrCodeDes));

    /// <summary>Gets whether the gateway asks for a query, because it does not know the outcome.</summary>
    public bool NeedsQuery => Find(FieldNames.NeedQuery) is not (null or "N");

    /// <summary>Returns a field, or null when it is absent or empty: the protocol does not distinguish the
    /// two.</summary>
    public string? Find(string name) => Message.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public string Require(string name) =>
        FindText(name) ?? throw new PyxproProtocolException($"The signed response lacks '{name}'.");

    /// <summary>Returns an optional amount, or null when it is absent or malformed.</summary>
    public long? FindAmount(string name) =>
        WireAmount.TryRead<char>(Find(name), out var amount) ? amount : null;

    /// <summary>Returns the amount of a payment or refund, which is never zero, or null when it is absent or
    /// malformed.</summary>
    public long? FindPositiveAmount(string name) => FindAmount(name) is > 0 and var amount ? amount : null;

    public long RequirePositiveAmount(string name)
    {
        Require(name);

        return FindPositiveAmount(name)
            ?? throw new PyxproProtocolException($"The signed response's '{name}' is not an amount above zero.");
    }

    public DateTimeOffset? FindTime(string name) => WireTime.Read(Find(name));

    /// <summary>Makes sure that a field of the response does not differ from the request.</summary>
    /// <param name="name">The field, which is compared if the response has it.</param>
    /// <param name="requested">What was requested, or null.</param>
    public void EnsureMatches(string name, string? requested)
    {
        if (Find(name) is { } received && !string.IsNullOrEmpty(requested) && received != requested)
        {
            throw new PyxproMismatchException(
                $"The signed response is about {name} {LogText.Quote(received)}, not {LogText.Quote(requested)}.",
                name);
        }
    }

    /// <summary>Throws the business error that a signed response reports.</summary>
    /// <param name="isQuery">Whether the operation changes nothing.</param>
    public void EnsureSuccess(bool isQuery)
    {
        if (Require(FieldNames.ResultCode) != "0")
        {
            throw new PyxproBusinessException(
                ErrorCode,
                ErrorText,
                Error,
                NeedsQuery,
                isQuery);
        }
    }

    private string? FindText(string name) => Find(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
}
