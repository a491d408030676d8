using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>
/// What was received is authentic, but about another merchant, order, refund or amount than the requested one. Its
/// outcome is <see cref="PyxproOutcome.Uncertain"/>.
/// </summary>
public sealed class PyxproMismatchException : PyxproException
{
    /// <summary>Makes an exception, as this SDK does; public so that callers' fakes can throw it.</summary>
    /// <param name="message">What happened; what to do next is added to it.</param>
    /// <param name="fieldName">The wire name of the field that differs.</param>
    public PyxproMismatchException(string message, string fieldName)
        : base(message, OutcomeRules.OfUnprovenResponse) => FieldName = fieldName;

    /// <summary>Gets the wire name of the field that differs, such as <c>out_trade_no</c>.</summary>
    public string FieldName { get; }

    private protected override PyxproException Copy(PyxproOutcome outcome) =>
        new PyxproMismatchException(Fact, FieldName);
}
