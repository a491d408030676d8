using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>
/// What was received is not the message it should be: unreadable, of another kind, or without a field that is needed.
/// Its outcome is <see cref="PyxproOutcome.Uncertain"/>.
/// </summary>
public sealed class PyxproProtocolException : PyxproException
{
    /// <summary>Makes an exception, as this SDK does; public so that callers' fakes can throw it.</summary>
    /// <param name="message">What happened; what to do next is added to it.</param>
    public PyxproProtocolException(string message)
        : base(message, OutcomeRules.OfUnprovenResponse)
    {
    }

    /// <summary>Gets whether it could not be read at all, so that it is no response of the gateway's.</summary>
    internal bool IsUnreadable { get; init; }

    /// <summary>Gets whether it is a document of another kind, such as a web page.</summary>
    internal bool IsOtherDocument { get; init; }

    private protected override PyxproException Copy(PyxproOutcome outcome) =>
        new PyxproProtocolException(Fact) { IsUnreadable = IsUnreadable, IsOtherDocument = IsOtherDocument };
}
