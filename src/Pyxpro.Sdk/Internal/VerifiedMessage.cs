namespace Pyxpro.Sdk.Internal;

/// <summary>A message whose signature and merchant have been verified. Typed values are read from nothing
/// else.</summary>
internal readonly struct VerifiedMessage
{
    /// <summary>Takes a message over from those who verified it: <see cref="Answer"/> and the notification
    /// parser.</summary>
    public VerifiedMessage(PyxproMessage message) => Message = message;

    public PyxproMessage Message { get; }

    /// <summary>Gets the error, or the empty one.</summary>
    public PyxproErrorCode ErrorCode =>
        FindText(FieldNames.ErrCode) is { } code ? new PyxproErrorCode(code) : default;

    /// <summary>Gets the error in words: the tables name one field for it, the guide's sample another.</summary>
    public string? ErrorText => FindText(FieldNames.ErrMsg) ?? FindText(FieldNames.ErrCodeDes);

    /// <summary>Returns a field, or null when it is absent or empty: the protocol does not tell the two
    /// apart.</summary>
    public string? Find(string name) => Message.TryGetValue(name, out var value) && value.Length > 0 ? value : null;

    public string Require(string name) =>
        FindText(name) ?? throw new PyxproProtocolException($"The signed answer lacks '{name}'.");

    /// <summary>Returns an amount that nothing depends on, or null when it is absent or garbled.</summary>
    public long? FindAmount(string name) =>
        WireAmount.TryRead<char>(Find(name), out var amount) ? amount : null;

    /// <summary>Returns the amount of a payment or refund, which is never zero, or null when it is absent or
    /// garbled.</summary>
    public long? FindPositiveAmount(string name) => FindAmount(name) is > 0 and var amount ? amount : null;

    public long RequirePositiveAmount(string name)
    {
        Require(name);

        return FindPositiveAmount(name)
            ?? throw new PyxproProtocolException($"The signed answer's '{name}' is not an amount above zero.");
    }

    public DateTimeOffset? FindTime(string name) => WireTime.Read(Find(name));

    /// <summary>Makes sure that the answer is not about something else than was asked for.</summary>
    /// <param name="name">The field that is compared, wherever the answer carries it.</param>
    /// <param name="asked">What was asked for, or null.</param>
    public void EnsureAnswers(string name, string? asked)
    {
        if (Find(name) is { } answered && !string.IsNullOrEmpty(asked) && answered != asked)
        {
            throw new PyxproMismatchException(
                $"The signed answer is about {name} {LogText.Quote(answered)}, not {LogText.Quote(asked)}.",
                name);
        }
    }

    /// <summary>Throws the business error that a signed answer reports.</summary>
    /// <param name="isQuery">Whether what was asked changes nothing.</param>
    public void EnsureSuccess(bool isQuery)
    {
        if (Require(FieldNames.ResultCode) != "0")
        {
            throw new PyxproBusinessException(
                ErrorCode,
                ErrorText,
                new SignedError(Find(FieldNames.ErrCode), Find(FieldNames.ErrMsg), Find(FieldNames.ErrCodeDes)),
                needQuery: Find(FieldNames.NeedQuery) is not (null or "N"),
                isQuery);
        }
    }

    private string? FindText(string name) => Find(name) is { } text && !string.IsNullOrWhiteSpace(text) ? text : null;
}
