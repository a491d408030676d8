using Pyxpro.Sdk.Internal;

namespace Pyxpro.Sdk;

/// <summary>
/// The gateway reported a communication error: <c>status</c> is not <c>0</c>. Such an answer is not signed, so that
/// anybody may have sent it and nothing is proven. Its outcome is <see cref="PyxproOutcome.Uncertain"/>.
/// </summary>
public sealed class PyxproGatewayException : PyxproException
{
    /// <summary>Makes an exception, as this SDK does; public so that callers' fakes can throw it.</summary>
    /// <param name="status">The answer's <c>status</c>.</param>
    /// <param name="gatewayMessage">The answer's <c>message</c>, if it has one.</param>
    public PyxproGatewayException(string status, string? gatewayMessage)
        : base(
            $"The gateway reported status {LogText.Quote(status)}: {LogText.Quote(gatewayMessage)}. "
            + "The report is not signed.",
            OutcomeRules.OfUnprovenResponse)
    {
        Status = status;
        GatewayMessage = gatewayMessage;
    }

    /// <summary>Gets the answer's <c>status</c>, as it came: unproven text.</summary>
    public string Status { get; }

    /// <summary>Gets the answer's <c>message</c>, as it came: unproven text.</summary>
    /// <value><see langword="null"/> if it had none.</value>
    public string? GatewayMessage { get; }

    private protected override PyxproException Copy(PyxproOutcome outcome) =>
        new PyxproGatewayException(Status, GatewayMessage);
}
