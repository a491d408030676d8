namespace Pyxpro.Sdk.Internal;

/// <summary>What a signed error says by all of its fields together: some brands put the code into <c>err_code</c>,
/// others into one of the two message fields.</summary>
internal readonly struct SignedError
{
    /// <param name="texts">The fields, the code first. Null for a field that the answer lacks.</param>
    public SignedError(params ReadOnlySpan<string?> texts)
    {
        foreach (var text in texts)
        {
            if (string.IsNullOrWhiteSpace(text))
            {
                continue;
            }

            IsNamed = true;
            var code = new PyxproErrorCode(text);
            // An uncertain one wins, wherever it stands.
            if (Known.Kind == PyxproErrorKind.Unknown || code.Kind == PyxproErrorKind.Uncertain)
            {
                Known = code.Kind == PyxproErrorKind.Unknown ? Known : code;
            }
        }
    }

    /// <summary>Gets whether the answer names an error at all.</summary>
    public bool IsNamed { get; }

    /// <summary>Gets the error that this version knows, or the empty one.</summary>
    public PyxproErrorCode Known { get; }

    /// <summary>Says what is known of the call that was answered so.</summary>
    /// <param name="isQuery">Whether the call changes nothing. Of all others, an error that is not known to mean that
    /// nothing was done leaves open what was done.</param>
    public PyxproOutcome OutcomeFor(bool isQuery) => Known.Kind switch
    {
        PyxproErrorKind.Uncertain => PyxproOutcome.Uncertain,
        PyxproErrorKind.Unknown => isQuery && IsNamed ? PyxproOutcome.Refused : PyxproOutcome.Uncertain,
        _ => PyxproOutcome.Refused,
    };
}
