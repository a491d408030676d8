using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>
/// What was received is not proven to be from the gateway: its signature is missing, of another kind or wrong. Nothing
/// in it was used. Its outcome is <see cref="PyxproOutcome.Uncertain"/>.
/// </summary>
public sealed class PyxproSignatureException : PyxproException
{
    /// <summary>Makes an exception, as this SDK does; public so that callers' fakes can throw it.</summary>
    /// <param name="message">What happened; what to do next is added to it.</param>
    public PyxproSignatureException(string message)
        : base(message, OutcomeRules.OfUnprovenResponse)
    {
    }

    /// <summary>Gets whether the signature is there and wrong, so that another key can be the cause.</summary>
    internal bool IsOfKey { get; init; }

    private protected override PyxproException Copy(PyxproOutcome outcome) =>
        new PyxproSignatureException(Fact) { IsOfKey = IsOfKey };
}
